/// How long a request is on its way to the point where it is counted, and its answer on the way back.
public struct LatencyModel: Sendable, Hashable {
    /// From sending to counting.
    public var beforeCount: Duration
    /// From counting to the answer.
    public var afterCount: Duration
    /// How much each of the two may be longer or shorter, drawn evenly; neither becomes negative.
    public var jitter: Duration
    /// How much longer one request in ten takes to be counted: a long tail on the way to the service.
    public var tailBeforeCount: Duration
    /// How much longer one request in ten takes to be answered: a long tail inside the service or on the way back.
    public var tailAfterCount: Duration
    /// How much longer the first request on a new connection takes, for the handshakes that loopback does not have. In
    /// process there are no connections, so it counts only over HTTP.
    public var perNewConnection: Duration
    /// The seed of the jitter and of the tails.
    public var seed: UInt64

    /// Makes a model; without arguments nothing takes time.
    public init(
        beforeCount: Duration = .zero, afterCount: Duration = .zero, jitter: Duration = .zero,
        tailBeforeCount: Duration = .zero, tailAfterCount: Duration = .zero, perNewConnection: Duration = .zero,
        seed: UInt64 = 1
    ) {
        self.beforeCount = beforeCount
        self.afterCount = afterCount
        self.jitter = jitter
        self.tailBeforeCount = tailBeforeCount
        self.tailAfterCount = tailAfterCount
        self.perNewConnection = perNewConnection
        self.seed = seed
    }
}

/// The two latencies of one request.
public struct RequestLatency: Sendable, Hashable {
    /// From sending to counting.
    public var beforeCount: Duration
    /// From counting to the answer.
    public var afterCount: Duration
}

/// Draws the latencies of requests.
struct LatencyDice: Sendable {
    private let model: LatencyModel
    private var random: IDGenerator

    init(_ model: LatencyModel) {
        self.model = model
        random = IDGenerator(seed: model.seed)
    }

    mutating func next() -> RequestLatency {
        RequestLatency(
            beforeCount: jittered(model.beforeCount) + drawn(model.tailBeforeCount),
            afterCount: jittered(model.afterCount) + drawn(model.tailAfterCount))
    }

    private mutating func drawn(_ tail: Duration) -> Duration {
        tail > .zero && random.nextUnit() < 0.1 ? tail : .zero
    }

    private mutating func jittered(_ latency: Duration) -> Duration {
        guard model.jitter > .zero else { return latency }
        return max(.zero, latency + model.jitter * (random.nextUnit() * 2 - 1))
    }
}
