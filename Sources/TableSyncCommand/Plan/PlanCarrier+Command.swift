import FoundationEssentials

extension PlanCarrier {
    /// Runs a command over one base: reaches the service, and gives `work` what carries plans out, and where what is known of tables
    /// is kept.
    ///
    /// - Parameter confirmation: Asked before records are deleted.
    /// - Throws: `ExitCode`, when everything about it has been said.
    static func run(
        _ output: PlanOutput, over options: ConnectionOptions, _ quota: QuotaOptions,
        confirmation: Confirmation = .unneeded, _ work: (PlanCarrier, PlanPlace) async throws -> Exit?
    ) async throws {
        let environment = ProcessInfo.processInfo.environment
        let console = output.console
        try await CommandRunner.run(console, isJSON: output.isJSON) {
            try await Connection.with(options, quota.limits, environment: environment, console: console) { connection in
                let place = try PlanPlace(options, address: connection.address, environment: environment)
                try place.prepare()
                let carrier = PlanCarrier(
                    connection: connection, output: output, interrupts: Interrupts(console: console),
                    confirmation: confirmation, flags: options.asTyped)
                return try await work(carrier, place)
            }
        }
    }
}
