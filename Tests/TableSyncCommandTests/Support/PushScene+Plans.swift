import ArgumentParser
import Foundation
import JSONText
import TableSync

@testable import TableSyncCommand

/// The commands that make and carry out plans. They share a state folder, in the scene's folder.
extension PushScene {
    /// As `tablesync plan NAME --unique email ARGUMENTS` would, with a file that holds `text`.
    func plan(_ text: String, as name: String = "users.csv", _ arguments: String...) async throws -> Outcome {
        try await plan(text, as: name, arguments: arguments)
    }

    /// The same with arguments in an array.
    func plan(_ text: String, as name: String = "users.csv", arguments: [String]) async throws -> Outcome {
        let path = try folder.write(text, to: name)
        let command = try MakePlan.parse([path, "--unique", "email"] + arguments)
        return try await outcome(command.json) { console in
            let output = PlanOutput(console, isJSON: command.json, file: path, combined: command.combined.path)
            return try await command.job(connection(within: quota(command.quota)), place: place, output: output).run()
        }
    }

    /// As `tablesync sync NAME --unique email ARGUMENTS` would; `answer` is what somebody at the terminal says, if there is
    /// somebody.
    func sync(
        _ text: String, as name: String = "users.csv", _ arguments: String..., answer: String? = nil
    ) async throws -> Outcome {
        try await sync(Data(text.utf8), as: name, arguments: arguments, answer: answer)
    }

    /// The same with arguments in an array.
    func sync(_ text: String, arguments: [String]) async throws -> Outcome {
        try await sync(Data(text.utf8), arguments: arguments)
    }

    /// The same with a file of any bytes.
    func sync(
        _ bytes: Data, as name: String = "users.csv", arguments: [String], answer: String? = nil
    ) async throws -> Outcome {
        let path = try folder.write(bytes, to: name)
        let command = try Sync.parse([path, "--unique", "email"] + arguments)
        return try await outcome(command.json) { console in
            let carrier = carrier(
                console,
                PlanOutput(
                    console, isJSON: command.json, file: path, combined: command.combined.path,
                    failedOut: command.failedOut.path),
                command.quota, isGiven: command.yes, answer: answer)
            return try await command.job(carrier, place: place).run()
        }
    }

    /// As `tablesync apply NAME ARGUMENTS` would.
    func apply(_ name: String, _ arguments: String..., answer: String? = nil) async throws -> Outcome {
        try await apply(name, arguments: arguments, answer: answer)
    }

    /// The same with arguments in an array.
    func apply(_ name: String, arguments: [String], answer: String? = nil) async throws -> Outcome {
        let path = folder.path + "/" + name
        let command = try Apply.parse([path] + arguments)
        return try await outcome(command.json) { console in
            let carrier = carrier(
                console,
                PlanOutput(
                    console, isJSON: command.json, file: path, combined: command.combined.path,
                    failedOut: command.failedOut.path),
                command.quota, isGiven: command.yes, answer: answer)
            return try await command.job(carrier, place: place).run()
        }
    }

    /// What the month allows in these scenes.
    static let monthlyCalls = 1_000

    /// Counts the requests of commands with a quota.
    var calls: CallCount { CallCount(stateFolder: folder.path + "/state", service: "mock") }

    /// What the options allow.
    func quota(_ options: QuotaOptions) -> CallQuota {
        guard options.reserveQuota != nil else { return CallQuota(maxCalls: options.maxCalls) }
        return CallQuota(
            maxCalls: options.maxCalls, reserve: options.reserveQuota, monthlyCalls: Self.monthlyCalls, count: calls)
    }

    func carrier(
        _ console: Console, _ output: PlanOutput, _ limits: QuotaOptions, isGiven: Bool, answer: String?
    ) -> PlanCarrier {
        PlanCarrier(
            connection: connection(within: quota(limits)), output: output,
            interrupts: Interrupts(console: console, listens: false),
            confirmation: Confirmation(isGiven: isGiven) { question in
                if answer != nil { console.message(question) }
                return answer
            })
    }

    /// What `work` came to.
    func outcome(_ isJSON: Bool, _ work: (Console) async throws -> Exit?) async throws -> Outcome {
        let recorder = Recorder()
        let console = recorder.console()
        let exit = await CommandRunner.exit(console, isJSON: isJSON) { try await work(console) }
        let plain = { (text: String) in text.replacing(folder.path + "/", with: "") }
        return Outcome(
            code: exit?.code ?? 0, data: plain(recorder.data), messages: plain(recorder.messages.withoutSlowness),
            events: isJSON ? try recorder.events : [])
    }
}
