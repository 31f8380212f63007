import ArgumentParser
import TableSync

/// An error strategy as the command line names it.
enum StrategyName: String, ExpressibleByArgument, CaseIterable {
    case stop
    case `continue`

    var strategy: ErrorStrategy {
        switch self {
        case .stop: .stop
        case .continue: .continue
        }
    }
}
