import DequeModule
import TableModel

/// Gathers rows into chunks that share a request.
///
/// Rows whose verb is known wait until ten of a kind are there; rows whose key or record must be read first wait for a page
/// of them.
/// A row that comes with an id needs no key.
/// Nothing waits once the input is over.
struct Intake {
    /// Where rows gather that end in the same kind of request.
    enum Lane: Int, CaseIterable {
        case primary, create, update
    }

    struct Chunk {
        let verb: WriteChunk.Verb
        let errand: Job.Errand
        let items: [RunItem]
    }

    private let work: Work
    private let limits: RemoteLimits
    private let readsFirst: Bool
    private var keys: KeyCheck?
    /// The lines of the records that are written by id.
    private var lines: [RecordID: Int] = [:]
    private var lanes: [Lane: Deque<RunItem>] = [:]

    init(_ configuration: RunMachine.Configuration) {
        work = configuration.work
        limits = configuration.limits
        readsFirst = configuration.readsFirst
        keys = work.key.isEmpty ? nil : KeyCheck(work.key, typecast: configuration.typecast)
    }

    /// Rows that wait for company.
    var count: Int { lanes.values.reduce(0) { $0 + $1.count } }

    /// Takes a row, or says why it cannot be sent.
    mutating func add(_ item: RunItem) -> RowFailure? {
        var item = item
        if item.element.id == nil, let failure = keys?.check(&item) { return failure }
        if let id = item.element.id, let earlier = lines.updateValue(item.line, forKey: id) {
            lines[id] = earlier
            return RowFailure(
                .duplicateKey,
                message: "The record \(id) is also that of row \(earlier), which was taken. Keep one of the two rows.")
        }
        add(item, to: lane(of: item))
        return nil
    }

    mutating func add(_ item: RunItem, to lane: Lane) { lanes[lane, default: []].append(item) }

    /// The next chunk that is full, or one that is not if no further row may join it.
    ///
    /// - Parameters:
    ///   - isLastCall: Whether no rows come from the source for now.
    ///   - isResolving: Whether rows may still come whose keys are being read.
    mutating func takeChunk(isLastCall: Bool, isResolving: Bool) -> Chunk? {
        for lane in Lane.allCases {
            let isRead = lane == .primary && readsFirst
            let size = isRead ? limits.recordsPerPage : limits.recordsPerWrite
            // Rows that only wait for their keys to be read need not wait for others to be resolved.
            let isComplete = lane == .primary || (!isResolving && lanes[.primary]?.isEmpty ?? true)
            let mayBeShort = isLastCall && isComplete
            guard let waiting = lanes[lane], waiting.count >= size || (mayBeShort && !waiting.isEmpty) else { continue }
            lanes[lane]?.removeFirst(min(size, waiting.count))
            return Chunk(
                verb: verb(of: lane), errand: isRead ? .resolve : .write, items: Array(waiting.prefix(size)))
        }
        return nil
    }

    /// Gives back whatever waits, in input order.
    mutating func removeAll() -> [RunItem] {
        defer { lanes = [:] }
        return lanes.values.flatMap(\.self).sorted { $0.index < $1.index }
    }

    private func verb(of lane: Lane) -> WriteChunk.Verb {
        switch lane {
        case .primary: work.verb ?? .create
        case .create: .create
        case .update:
            switch work {
            case .replace: .replace
            case .delete: .delete
            case .create, .update, .upsert, .merge: .update
            }
        }
    }

    /// Where a row goes when it comes.
    private func lane(of item: RunItem) -> Lane {
        guard case .merge(_, merges: false) = work else { return .primary }
        return item.element.id == nil ? .create : .update
    }
}
