/// How long the answers of the last 30 seconds took, by kind of request.
struct LatencyWindow: Sendable {
    /// How far back the smallest answer time is looked for (design.md 5.1).
    static let span: Duration = .seconds(30)
    /// At most so many answers of a kind are kept. A base has 150 in the span; only a token's bucket has ever more, and
    /// then the newest tell enough.
    static let capacity = 512

    private struct Sample: Sendable {
        var end: TimePoint
        var latency: Duration
    }

    private var samples: [RequestKind: [Sample]] = [:]

    /// Whether an answer of that kind, or of whatever kind, ended before `head`, and not more than 30 s before `now`.
    func knows(_ kind: RequestKind?, before head: TimePoint, at now: TimePoint) -> Bool {
        let known = kind.map { [samples[$0] ?? []] } ?? Array(samples.values)
        return known.joined().contains { $0.end <= head && now - $0.end <= Self.span }
    }

    /// Notes an answer that ended at `end`, and tells the smallest answer time of its kind, this one included.
    mutating func note(_ latency: Duration, of kind: RequestKind, at end: TimePoint) -> Duration {
        var known = samples[kind] ?? []
        known.removeAll { end - $0.end > Self.span }
        if known.count >= Self.capacity { known.removeFirst(known.count - Self.capacity + 1) }
        known.append(Sample(end: end, latency: latency))
        samples[kind] = known
        return known.reduce(latency) { min($0, $1.latency) }
    }

    /// The smallest answer time of the last 30 seconds, of whatever kind; zero if nothing was answered.
    func least(at now: TimePoint) -> Duration {
        samples.values.joined().lazy.filter { now - $0.end <= Self.span }.map(\.latency).min() ?? .zero
    }

    /// By how much the answer times of one kind differed in the last 30 seconds; of the kind where they differed most.
    func spread(at now: TimePoint) -> Duration {
        var widest = Duration.zero
        for known in samples.values {
            let recent = known.lazy.filter { now - $0.end <= Self.span }.map(\.latency)
            guard let least = recent.min(), let most = recent.max() else { continue }
            widest = max(widest, most - least)
        }
        return widest
    }
}
