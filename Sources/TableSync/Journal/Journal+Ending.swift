extension Journal {
    /// Notes how a run ended whose report is made: what was done is to be told also if that cannot be noted.
    ///
    /// - Returns: Why it could not be noted, as a sentence; nil if it was.
    func noteEnd(of run: JournalledRun, _ ending: RunEnding) -> String? {
        do {
            try end(run, ending)
            return nil
        } catch {
            return "That run \(run.id) has ended could not be noted, so it is listed as one that has not: \(error)"
        }
    }
}
