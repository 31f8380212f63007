import ArgumentParser

/// A length of time as the command line takes it: `90s`, `30m`, `24h`, `7d`.
struct Age: ExpressibleByArgument, Sendable, Hashable {
    let duration: Duration

    /// A thousand years, beyond which nobody means anything.
    private static let longest = 1_000 * 366 * 86_400

    init?(argument: String) {
        let seconds: Int? =
            switch argument.last {
            case "s": 1
            case "m": 60
            case "h": 3_600
            case "d": 86_400
            default: nil
            }
        guard let seconds, let number = Int(argument.dropLast()), number >= 0, number <= Self.longest / seconds else {
            return nil
        }
        duration = .seconds(number * seconds)
    }
}
