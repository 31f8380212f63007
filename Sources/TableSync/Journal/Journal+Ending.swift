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
            return "That run \(run.id) has ended could not be noted, so it is listed as one that has not: \(error)"
        }
    }
}
