import TableSync

/// Which vanished records are deleted, as the command line names it.
enum DeleteName: String, Sendable {
    case all, tracked

    var policy: DeletePolicy {
        switch self {
        case .all: .all
        case .tracked: .tracked
        }
    }
}
