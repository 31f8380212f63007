import ArgumentParser
import TableSync

/// An error strategy as the command line names it.
enum StrategyName: String, ExpressibleByArgument, CaseIterable {
    case stop
    case `continue`
    case rollback

    var strategy: ErrorStrategy {
        switch self {
        case .stop: .stop
        case .continue: .continue
        case .rollback: .rollback
        }
    }
}
