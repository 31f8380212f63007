import ArgumentParser
import TableSync

/// What to do when several rows, or records, have one key, as the command line names it.
enum DuplicateName: String, ExpressibleByArgument, CaseIterable {
    case error, first, skip

    var policy: DuplicatePolicy {
        switch self {
        case .error: .error
        case .first: .first
        case .skip: .skip
        }
    }
}
