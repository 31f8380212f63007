import TableSync

/// Makes a plan of a file, shows it, and carries it out.
struct SyncJob: Sendable {
    let planner: FilePlanner
    let carrier: PlanCarrier
    let explains: Bool

    /// - Returns: How the command ends; nil if all is well.
    func run() async throws -> Exit? {
        try await PlanErrors.telling {
            let planned = try await planner.plan(savingTo: nil)
            defer { planned.snapshot.close() }
            carrier.output.note(planned.notes)
            if explains { carrier.output.explain(planned.choice) }
            try await carrier.output.show(planned.plan)
            return try await carrier.carryOut(planned)
        }
    }
}
