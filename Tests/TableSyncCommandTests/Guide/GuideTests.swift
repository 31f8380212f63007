import ArgumentParser
import Foundation
import JSONText
import TableModel
import Testing

@testable import TableSync
@testable import TableSyncCommand

/// What the command can do and what the documentation says of it.
@Suite struct GuideTests {
    /// One argument of a command, as the parser knows it.
    struct Argument: Sendable, CustomTestStringConvertible {
        let command: String
        let name: String
        let help: String
        var testDescription: String { "\(command) \(name)" }
    }

    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    private static func text(_ path: String) -> String {
        (try? String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)) ?? ""
    }

    private static let guide = text("Sources/TableSyncCommand/Documentation.docc/Commands.md")
    private static let plans = text("Sources/TableSyncCommand/Documentation.docc/Plans.md")
    private static let runs = text("Sources/TableSyncCommand/Documentation.docc/Runs.md")
    private static let readme = text("README.md")

    /// Every command with its help as data.
    private static let commands: [JSONValue] = {
        let help = try? JSONValue(parsing: TableSyncTool._dumpHelp())
        return subcommands(of: help?["command"]).flatMap { command in
            let parts = subcommands(of: command)
            return parts.isEmpty ? [command] : parts
        }
    }()

    private static func subcommands(of command: JSONValue?) -> [JSONValue] {
        (command?["subcommands"]?.arrayValue ?? []).filter { $0["commandName"] != "help" }
    }

    /// What is typed after `tablesync`, such as `push` and `runs show`.
    private static func name(_ command: JSONValue) -> String {
        let parents = command["superCommands"]?.arrayValue?.compactMap(\.stringValue) ?? []
        return (parents.dropFirst() + [command["commandName"]?.stringValue ?? ""]).joined(separator: " ")
    }

    static let arguments: [Argument] = commands.flatMap { command in
        (command["arguments"]?.arrayValue ?? []).compactMap { argument in
            let names = argument["names"]?.arrayValue ?? []
            let long = names.first { $0["kind"] == "long" }?["name"]?.stringValue.map { "--\($0)" }
            let name = long ?? "<\(argument["valueName"]?.stringValue ?? "")>"
            guard name != "--help", name != "--version" else { return nil }
            return Argument(
                command: Self.name(command), name: name,
                help: argument["abstract"]?.stringValue ?? "")
        }
    }

    private static let journalledRun: JournalledRun = {
        let target = PlanTarget(service: "", base: "", table: TableID(unchecked: ""), name: "")
        let id = RunID(rawValue: "20260115-120000-k3x9fa")!
        return JournalledRun(
            id: id, description: RunDescription("", target: target, strategy: ""), begun: Date(), number: 1
        )
    }()

    private static let step = JournalledStep(
        position: 0, operation: nil, line: nil, sent: nil, standing: .notAttempted, record: nil, hasPreImage: false)

    /// The part of the guide about a command.
    private static func section(_ command: String) -> String {
        guard let start = guide.range(of: "\n## tablesync \(command)\n") else { return "" }
        let rest = guide[start.upperBound...]
        return String(rest[..<(rest.range(of: "\n## ")?.lowerBound ?? rest.endIndex)])
    }

    @Test func `there are commands and flags to look at`() {
        #expect(
            Self.commands.map(Self.name) == [
                "push", "sync", "plan", "apply", "pull", "runs list", "runs show", "runs prune", "resume", "undo",
                "serve",
            ])
        #expect(Self.arguments.count > 35)
        #expect(Self.arguments.contains { $0.name == "--unique" })
        #expect(Self.arguments.contains { $0.name == "--no-rate-limit" || $0.name == "--rate-limit" })
    }

    @Test(arguments: arguments)
    func `every argument has help that is a sentence, and stands in the guide to its command`(_ argument: Argument) {
        #expect(argument.help.hasSuffix("."))
        #expect(argument.help.first?.isUppercase == true || argument.help.hasPrefix("csv"))
        #expect(
            Self.section(argument.command).contains("| `\(argument.name)"),
            "Commands.md has no row for \(argument.name) under \"## tablesync \(argument.command)\"")
    }

    @Test func `every command has help, a part of the guide and a place in the README`() {
        for command in Self.commands {
            let name = Self.name(command)
            #expect(command["abstract"]?.stringValue?.hasSuffix(".") == true)
            #expect(command["discussion"]?.stringValue?.contains("tablesync \(name)") == true)
            #expect(!Self.section(name).isEmpty)
            #expect(Self.readme.contains("| `\(name.split(separator: " ")[0])"))
        }
    }

    @Test func `the documentation names no flag that does not exist`() {
        let known = Set(Self.arguments.map(\.name)).union(["--help", "--version", "--generate-completion-script"])
            .union(Self.arguments.map { $0.name.replacing("--no-", with: "--") })
            .union(Self.arguments.map { "--no-" + $0.name.dropFirst(2) })
        for text in [
            Self.guide, Self.plans, Self.runs, Self.readme.split(separator: "\n## The library")[0].description,
        ] {
            for match in text.matches(of: /[^\w-](--[a-z][a-z-]+)/) {
                #expect(known.contains(String(match.output.1)), "\(match.output.1)")
            }
        }
    }

    @Test func `every setting, variable and exit code is in the guide`() {
        for key in SettingsReader.Key.allCases {
            #expect(Self.guide.contains("`\(key.rawValue)`"))
            #expect(Self.guide.contains("`\(key.variable)`"))
        }
        for variable in [
            "TABLESYNC_TOKEN", "AIRTABLE_API_KEY", "TABLESYNC_STATE_DIR", "XDG_STATE_HOME", "XDG_CONFIG_HOME",
            "NO_COLOR",
        ] {
            #expect(Self.guide.contains("`\(variable)`"))
        }
        for code in ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "64", "70", "74", "75", "128+n"] {
            #expect(Self.guide.contains("| \(code) |"), "\(code)")
        }
        #expect(Set(ConfigurationFile.keys) == Set(SettingsReader.Key.allCases.map(\.rawValue)))
    }

    @Test func `every event for machines is in the guide with all its names`() {
        var progress = PushEvent.progress(ProgressView(.init())).json
        if case .object = progress {} else { progress = .null }
        let plan = PushPlan(file: "", table: "")
        let run = Self.journalledRun
        let id = RecordID(unchecked: "")
        let events: [JSONValue] = [
            PushEvent.version, PushEvent.warning("").json,
            PushEvent.rowFailed(line: 0, code: "", field: nil, message: "").json,
            PushEvent.operationFailed(operation: 0, code: "", field: nil, message: "").json,
            progress, PushEvent.plan(plan).json, PushEvent.summary(PushSummary(file: "", table: "", rows: 0)).json,
            JSONValue.errorEvent(CommandError(.usage, "")),
            RunEvents.remedy(RunRemedy(run.id, flags: "", goesOn: true, hasWritten: true)),
            RunEvents.run(run, nil, RunRelations()), RunEvents.step(Self.step),
            ResumeSummary(run, ResumeReport(run: run.id)).json,
            RunEvents.pruned(Journal.Pruning(), of: "", bytesBefore: 0),
            UndoSummary(run, UndoReport(run: run.id), isRehearsal: false).json,
            UndoEvents.recreated(.init(old: id, new: id)),
            UndoEvents.loss(UndoLoss(.identity, id)), UndoEvents.conflict(UndoConflict(.gone, id, operation: 0), nil),
            UndoEvents.failed(RowOutcome(index: 0, line: 0, result: .notAttempted), nil),
        ]
        for event in events {
            let name = event["event"]?.stringValue ?? ""
            let row = Self.guide.split(separator: "\n").first { $0.hasPrefix("| `\(name)` |") } ?? ""
            for member in event.objectValue?.names ?? [] where member != "event" {
                #expect(row.contains("`\(member)`"), "\(name): \(member)")
            }
        }
    }

    @Test func `completions offer file names for whatever takes a file`() {
        let script = TableSyncTool.completionScript(for: .fish).split(separator: "\n")
        for option in ["config", "output", "combined", "failed-out", "schema", "state", "access-log"] {
            let lines = script.filter { $0.contains(" -l '\(option)' ") || $0.contains(" -l \(option) ") }
            #expect(!lines.isEmpty)
            #expect(lines.count { $0.hasSuffix("-rF") } == lines.count, "\(option)")
        }
    }

    @Test(arguments: [("bash", "complete -"), ("zsh", "#compdef tablesync"), ("fish", "complete -c ")])
    func `completions are made for every shell, with the flags in them`(_ shell: String, _ sign: String) throws {
        let script = TableSyncTool.completionScript(for: try #require(CompletionShell(rawValue: shell)))
        #expect(script.contains(sign))
        for argument in Self.arguments where argument.name.hasPrefix("--") {
            #expect(script.contains(argument.name.dropFirst(2)))
        }
        #expect(Self.guide.contains("--generate-completion-script \(shell)"))
    }
}
