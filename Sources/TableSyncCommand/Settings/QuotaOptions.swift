import ArgumentParser

/// The options that say how many requests may be sent.
struct QuotaOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Send at most so many requests in all, those for the schema and the table's state too; then stop (8).",
            valueName: "n"))
    var maxCalls: Int?

    @Option(
        help: ArgumentHelp(
            "Stop (8) before the month's calls that are left are less than this share of monthlyCalls, such as 20%.",
            discussion: "What this machine has sent to the service this month is counted in the state folder.",
            valueName: "p%"),
        transform: QuotaOptions.share)
    var reserveQuota: Double?

    func validate() throws {
        if let maxCalls, maxCalls < 1 {
            throw ValidationError("--max-calls takes a number from 1 on, but it was given \(maxCalls).")
        }
    }

    /// The options that were given.
    var given: [String] {
        [maxCalls == nil ? nil : "--max-calls", reserveQuota == nil ? nil : "--reserve-quota"].compactMap(\.self)
    }

    /// What the options ask for; the month is another's matter.
    var limits: CallQuota { CallQuota(maxCalls: maxCalls, reserve: reserveQuota) }

    private static let share: @Sendable (String) throws -> Double = { text in
        guard text.last == "%", let percent = Double(text.dropLast()), (0...100).contains(percent) else {
            throw ValidationError("It takes a share from 0% to 100%, such as 20%, but it was given \"\(text)\".")
        }
        return percent / 100
    }
}
