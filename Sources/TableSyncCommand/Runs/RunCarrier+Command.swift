import FoundationEssentials

extension RunCarrier {
    /// Runs a command over the base of a run: finds the run, reaches the service, and gives both to `work`.
    ///
    /// - Parameters:
    ///   - confirmation: Asked before records are deleted.
    ///   - find: Finds the run among those of the state folder; nil if there is none to work on.
    /// - Throws: `ExitCode`, when everything about it has been said.
    static func run(
        _ output: PlanOutput, over options: ConnectionOptions, _ quota: QuotaOptions,
        confirmation: Confirmation = .unneeded, find: (JournalShelf) async throws -> ShelvedRun?,
        _ work: (ShelvedRun, RunCarrier) async throws -> Exit?
    ) async throws {
        let environment = ProcessInfo.processInfo.environment
        let console = output.console
        try await CommandRunner.run(console, isJSON: output.isJSON) {
            let folder = try PlanPlace.folder(isLocal: options.local, environment: environment)
            let shelf = JournalShelf(
                stateFolder: folder, home: try await HomeBase(options, environment: environment)
            ) { output.note([$0]) }
            guard let found = try await find(shelf) else { return nil }
            let toBase = options.leading(to: found.run)
            return try await Connection.with(toBase, quota.limits, environment: environment, console: console) {
                connection in
                let carrier = RunCarrier(
                    connection: connection,
                    place: try PlanPlace(toBase, address: connection.address, environment: environment),
                    output: output, interrupts: Interrupts(console: console), confirmation: confirmation,
                    flags: options.asTyped)
                return try await work(found, carrier)
            }
        }
    }
}
