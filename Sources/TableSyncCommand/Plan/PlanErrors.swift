import TableSync

/// How what planning and carrying out throw ends the command.
enum PlanErrors {
    /// Runs `body`, and gives its errors the exit codes of plans.
    static func telling<Result>(_ body: () async throws -> Result) async throws -> Result {
        do {
            return try await body()
        } catch {
            guard let exit = exit(error) else { throw error }
            throw CommandError(exit, "\(error)")
        }
    }

    /// Nil for errors that are not of plans alone.
    static func exit(_ error: any Error) -> Exit? {
        switch error {
        case is PlanRefused: .safetyStop
        case is PlanStale, is PlanUsed, is PlanDrifted: .planStale
        case is RefreshRefused: .invalidSource
        case is StateFolderProblem: .cannotWrite
        case is RunInProgress: .tryLater
        case is UndoRefused: .invalidSource
        case let error as JournalError: exit(error)
        case let error as InterruptedRun: Exit(error)
        case let error as PlanFileError: error.code == .cannotWrite ? .cannotWrite : .invalidSource
        case let error as SnapshotError: error.code == .inUse ? .tryLater : .cannotWrite
        default: nil
        }
    }

    private static func exit(_ error: JournalError) -> Exit {
        switch error.code {
        case .inUse: .tryLater
        case .unknownRun: .invalidSource
        default: .cannotWrite
        }
    }
}

extension Exit {
    /// How a command ends that only shows a plan; nil if nothing is to be told.
    init?(dryRun plan: Plan, tellsChanges: Bool) {
        if let refusal = Self.refusing(plan) {
            self = refusal
        } else {
            guard tellsChanges, !plan.isEmpty else { return nil }
            self = .changesPresent
        }
    }

    /// Why a plan is not carried out; nil if nothing speaks against it. What is wrong with rows alone is for the source to mend.
    static func refusing(_ plan: Plan) -> Exit? {
        let refusals = plan.findings.filter { $0.severity == .refusal }.map(\.code)
        let ofRows: [SafetyFinding.Code] = [.duplicateRows, .unusableKeys]
        if refusals.contains(where: { !ofRows.contains($0) }) { return .safetyStop }
        return !refusals.isEmpty || plan.counts.invalid > 0 ? .invalidSource : nil
    }
}

extension Plan {
    /// Whether nothing of it may be carried out, whatever is to become of rows that cannot be written.
    var isRefused: Bool { findings.contains { $0.severity == .refusal } }
}
