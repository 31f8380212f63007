extension Journal {
    /// Notes how a run ended whose report is made: what was done is to be told also if that cannot be noted.
    ///
    /// - Parameter leftOut: What was left as it is; nil for what is noted already.
    /// - Returns: Why it could not be noted, as a sentence; nil if it was.
    func noteEnd(of run: JournalledRun, _ ending: RunEnding, leaving leftOut: [LeftOut]? = nil) -> String? {
        do {
            if let leftOut { try end(run, ending, leaving: leftOut) } else { try end(run, ending) }
            return nil
        } catch {
            return Self.unnoted([run], error)
        }
    }

    /// Why the ends of runs could not be noted, as a sentence.
    static func unnoted(_ runs: [JournalledRun], _ error: any Error) -> String {
        runs.count == 1
            ? "That run \(runs[0].id) has ended could not be noted, so it is listed as one that has not: \(error)"
            : "That runs \(runs.map(\.id.rawValue).joined(separator: " and ")) have ended could not be noted, so they are listed "
                + "as they were: \(error)"
    }
}
