import TableModel

/// Finds the rows that made the service refuse a chunk, and lets every good neighbour through.
///
/// The service refuses ten rows for one and names none (design 5.4). If its message names something that one row alone
/// carries, that row is set aside and the rest is sent. Otherwise the group is halved; a group whose one half was
/// taken is known to be bad in the other half without sending it. Once both halves of a group were refused, bad rows
/// are many, and each row is sent alone. That bounds the cost for ten rows: two requests when the message tells, 5.9 on
/// average for one bad row when it does not, thirteen at the most for any set of bad rows.
///
/// Positions are indices into the chunk. The machine is told what became of each group that it gave, one at a time.
struct Isolation {
    /// A row that was refused, with the error that it caused.
    struct Verdict: Equatable {
        let position: Int
        let error: RemoteError
    }

    private enum Step {
        /// Nothing is known of these rows.
        case untested([Int])
        /// The first half of a refused group, and its second half.
        case firstHalf([Int], second: [Int], error: RemoteError)
        /// The second half, when the first was refused.
        case secondHalf([Int], first: [Int], firstError: RemoteError)
    }

    /// Which row of a group the error's mention points to, if it is one alone.
    private let suspect: @Sendable (RemoteError, [Int]) -> Int?
    private var steps: [Step] = []
    private var current: Step?
    /// Whether bad rows turned out to be many.
    private var sendsSingly = false
    private(set) var verdicts: [Verdict] = []

    /// Begins with rows that were refused together with `error`.
    ///
    /// - Parameter suspect: Gives the one position among those given that alone carries what the error names, or nil.
    init(_ rows: [Int], error: RemoteError, suspect: @escaping @Sendable (RemoteError, [Int]) -> Int?) {
        self.suspect = suspect
        divide(rows, error)
    }

    /// The group to send next, or nil when every row was either sent in a group that was taken or has a verdict.
    mutating func next() -> [Int]? {
        guard let step = steps.popLast() else { return nil }
        current = step
        switch step {
        case .untested(let rows), .firstHalf(let rows, _, _), .secondHalf(let rows, _, _): return rows
        }
    }

    /// The service took the group that was given last.
    mutating func applied() {
        guard let step = current else { return }
        current = nil
        switch step {
        case .untested: break
        case .firstHalf(_, let second, let error): divide(second, error)
        case .secondHalf(_, let first, let firstError): divide(first, firstError)
        }
    }

    /// The service refused the group that was given last.
    mutating func rejected(_ error: RemoteError) {
        guard let step = current else { return }
        current = nil
        switch step {
        case .untested(let rows): divide(rows, error)
        case .firstHalf(let first, let second, _):
            steps.append(.secondHalf(second, first: first, firstError: error))
        case .secondHalf(let second, let first, let firstError):
            sendsSingly = true
            divide(second, error)
            divide(first, firstError)
        }
    }

    /// Some rows of the group that was given last have found their outcome elsewhere; only the others are still in it.
    mutating func release(_ rows: Set<Int>) {
        let rest = { (group: [Int]) in group.filter { !rows.contains($0) } }
        switch current {
        case nil: break
        case .untested(let group): current = .untested(rest(group))
        case .firstHalf(let first, let second, _):
            // What made the whole group bad may have been among them, so nothing follows for the second half.
            steps.append(.untested(second))
            current = .untested(rest(first))
        case .secondHalf(let second, let first, let firstError):
            current = .secondHalf(rest(second), first: first, firstError: firstError)
        }
    }

    /// The rows without a verdict that are not in the group given last: what is left when the isolation is given up.
    func undecided() -> [Int] {
        let partner: [Int] =
            switch current {
            case nil, .untested: []
            case .firstHalf(_, let second, _): second
            case .secondHalf(_, let first, _): first
            }
        return steps.reduce(into: partner) { rows, step in
            switch step {
            case .untested(let group): rows += group
            case .firstHalf(let first, let second, _), .secondHalf(let second, let first, _): rows += first + second
            }
        }
    }

    /// Takes up a group that is known to hold a bad row.
    private mutating func divide(_ rows: [Int], _ error: RemoteError) {
        guard let only = rows.first else { return }
        if rows.count == 1 {
            verdicts.append(Verdict(position: only, error: error))
        } else if let culprit = suspect(error, rows) {
            verdicts.append(Verdict(position: culprit, error: error))
            steps.append(.untested(rows.filter { $0 != culprit }))
        } else if sendsSingly {
            steps.append(contentsOf: rows.reversed().map { .untested([$0]) })
        } else {
            let middle = rows.count / 2
            steps.append(.firstHalf(Array(rows[..<middle]), second: Array(rows[middle...]), error: error))
        }
    }
}
