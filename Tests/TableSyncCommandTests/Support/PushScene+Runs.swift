import ArgumentParser
import Foundation
import JSONText
import TableModel
import TableSync
import Testing

@testable import TableSyncCommand

/// The commands about runs, on the state folder of the scene.
extension PushScene {
    /// As `tablesync runs ARGUMENTS` would.
    func runs(_ arguments: String..., now: Date = Date()) async throws -> Outcome {
        let command = try Runs.parseAsRoot(arguments)
        switch command {
        case let list as ListRuns:
            return try await outcome(list.json) { try await list.job($0, shelf(list.runs)).run() }
        case let show as ShowRun:
            return try await outcome(show.json) { try await show.job($0, shelf(show.runs)).run() }
        case let prune as PruneRuns:
            return try await outcome(prune.json) { try await prune.job($0, shelf(prune.runs), now: now).run() }
        default: throw CocoaError(.featureUnsupported)
        }
    }

    private func shelf(_ options: RunsOptions) -> JournalShelf {
        JournalShelf(stateFolder: place.stateFolder, base: options.base) { _ in }
    }

    private func shelf(_ options: ConnectionOptions, _ environment: [String: String]) async throws -> JournalShelf {
        JournalShelf(
            stateFolder: place.stateFolder, home: try await HomeBase(options, environment: environment)
        ) { _ in }
    }

    /// As `tablesync resume ARGUMENTS` would; `service` is what the settings lead to.
    func resume(
        _ arguments: String..., service: String = "mock", environment: [String: String] = [:]
    ) async throws -> Outcome {
        let command = try Resume.parse(arguments)
        return try await outcome(command.json) { console in
            let carrier = runCarrier(console, isJSON: command.json, command.quota, service: service)
            let shelf = try await shelf(command.connection, environment)
            guard let found = try await command.find(on: shelf, telling: carrier.output) else { return nil }
            return try await command.job(found, carrier).run()
        }
    }

    /// As `tablesync undo ARGUMENTS` would; `answer` is what somebody at the terminal says, if there is somebody.
    func undo(
        _ arguments: String..., answer: String? = nil, environment: [String: String] = [:]
    ) async throws -> Outcome {
        let command = try Undo.parse(arguments)
        return try await outcome(command.json) { console in
            let carrier = runCarrier(
                console, isJSON: command.json, command.quota, isGiven: command.yes, answer: answer)
            return try await command.job(command.find(on: shelf(command.connection, environment)), carrier).run()
        }
    }

    /// The journal of the scene's base.
    func journal() throws -> Journal {
        let file = try #require(Journal.files(in: place.stateFolder).first)
        return try Journal(at: file, in: place.stateFolder)
    }

    private func runCarrier(
        _ console: Console, isJSON: Bool, _ limits: QuotaOptions, service: String = "mock", isGiven: Bool = true,
        answer: String? = nil
    ) -> RunCarrier {
        let output = PlanOutput(console, isJSON: isJSON, file: "the source")
        let carrier = carrier(console, output, limits, isGiven: isGiven, answer: answer)
        return RunCarrier(
            connection: carrier.connection, place: PlanPlace(stateFolder: place.stateFolder, service: service),
            output: output, interrupts: carrier.interrupts, confirmation: carrier.confirmation, flags: "")
    }
}
