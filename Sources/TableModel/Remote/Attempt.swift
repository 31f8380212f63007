/// What became of one request that was sent once.
public enum Attempt<Answer: Sendable>: Sendable {
    /// The service did it and said so.
    case applied(Answer)
    /// The service cannot have done it: it refused, or the request never left. It may be sent again.
    case notApplied(RemoteError)
    /// Nobody can tell: the answer is missing or unreadable. The service may even be still at work on it.
    case unknown(RemoteError)
    /// The service understood the request and will not do it, whole: something in it is wrong.
    case rejected(RemoteError)
    /// Neither this request nor another one has a chance: not allowed, or the quota is used up.
    case fatal(RemoteError)
}

extension Attempt {
    /// The error of every case but `applied`.
    public var error: RemoteError? {
        switch self {
        case .applied: nil
        case .notApplied(let error), .unknown(let error), .rejected(let error), .fatal(let error): error
        }
    }

    /// What became of the request, with what `body` makes of the answer.
    package func map<Other>(_ body: (Answer) -> Other) -> Attempt<Other> { flatMap { .applied(body($0)) } }

    /// What became of the request, or of the answer as `body` takes it.
    package func flatMap<Other>(_ body: (Answer) -> Attempt<Other>) -> Attempt<Other> {
        switch self {
        case .applied(let answer): body(answer)
        case .notApplied(let error): .notApplied(error)
        case .unknown(let error): .unknown(error)
        case .rejected(let error): .rejected(error)
        case .fatal(let error): .fatal(error)
        }
    }

    /// What became of the request, with what `body` makes of the error.
    package func mapError(_ body: (RemoteError) -> RemoteError) -> Self {
        switch self {
        case .applied: self
        case .notApplied(let error): .notApplied(body(error))
        case .unknown(let error): .unknown(body(error))
        case .rejected(let error): .rejected(body(error))
        case .fatal(let error): .fatal(body(error))
        }
    }

    /// The case's name for logs and metrics.
    package var label: String {
        switch self {
        case .applied: "applied"
        case .notApplied: "not-applied"
        case .unknown: "unknown"
        case .rejected: "rejected"
        case .fatal: "fatal"
        }
    }
}

extension Attempt: Equatable where Answer: Equatable {}
extension Attempt: Hashable where Answer: Hashable {}
