import TableModel
import TableSync

/// Runs and their operations as lines for people.
enum RunLines {
    /// Such as `push users.csv to "users"`.
    static func title(_ run: JournalledRun) -> String {
        "\(run.description.what) \(run.description.undoes == nil ? "to" : "on") \"\(run.description.target.name)\""
    }

    /// The same with the run's base, such as `push users.csv to "users" (appA1B2C3D4E5F6G7)`.
    static func titleWithBase(_ run: JournalledRun) -> String {
        "\(title(run)) (\(run.description.target.base))"
    }

    /// How a run ended, and what it did.
    ///
    /// - Parameter tally: How its operations stand; nil for what it has said itself.
    static func ending(_ run: JournalledRun, _ tally: RunTally?) -> String {
        if let ending = run.ending { return "\(ending.kind): \(ending.sentence)" }
        return "not ended, so interrupted or still at work" + (tally.map { ": \(counts($0))." } ?? ".")
    }

    /// Such as `30 operations: 12 created, 3 in doubt, 15 not attempted`.
    static func counts(_ tally: RunTally) -> String {
        let parts = [
            (tally.created, "created"), (tally.updated, "updated"), (tally.deleted, "deleted"),
            (tally.alreadyGone, "already gone"), (tally.failed, "failed"), (tally.inDoubt, "in doubt"),
            (tally.notAttempted, "not attempted"),
        ].filter { $0.0 > 0 }.map { "\(Wording.count($0.0)) \($0.1)" }
        let all = Wording.count(tally.operations, "operation")
        return parts.isEmpty ? all : "\(all): \(parts.joined(separator: ", "))"
    }

    /// What is known of a run as a whole.
    ///
    /// - Parameter flags: The options that lead a command to the same service, as they are typed.
    static func lines(
        _ run: JournalledRun, _ tally: RunTally, _ relations: RunRelations, flags: String
    ) -> [String] {
        let description = run.description
        let target = description.target
        let key = relations.key(of: run).map { $0.isEmpty ? "no key" : "key \(Wording.quoted($0))" } ?? "key not known"
        let held = description.undoes == nil ? ". What records held before: \(Self.text(description.preImages))" : ""
        let ended = run.ending.map { ", ended \($0.date.moment)" } ?? ""
        return [
            "Run \(run.id): \(title(run))",
            "Table \(target.table) of base \(target.base) at \(target.service); \(key)",
            "Begun \(run.begun.moment)\(ended)",
            "On error: \(description.strategy)\(held)",
        ] + endings(run) + relations.undos.map { "Undo \($0.id): \(ending($0, nil))" }
            + relations.sentences(of: run, flags: flags) + [counts(tally)]
    }

    /// How all the work on a run ended, the first first.
    private static func endings(_ run: JournalledRun) -> [String] {
        let lines = run.endings.map { ending in
            "Ending of the \(ending.stage), \(ending.date.moment): \(ending.kind): \(ending.sentence)"
        }
        return run.ending == nil ? lines + ["Ending: \(ending(run, nil))"] : lines
    }

    private static func text(_ images: PreImages) -> String {
        switch images {
        case .known(unseen: []): "known"
        case .known(let unseen): "known, but: \(unseen.joined(separator: " "))"
        case .unknown: "known of deleted ones only, so changes cannot be put back"
        }
    }

    /// Such as `+ created  line 2  ada@example.com  recA1B2C3D4E5F6G7`.
    static func line(_ step: JournalledStep) -> String {
        let symbol = step.operation.flatMap(PlanSymbol.init) ?? PlanSymbol(step.standing)
        let parts = [
            word(step.standing), step.line.map { "line \($0)" } ?? "", name(step), step.record?.rawValue ?? "",
            detail(step) ?? "",
        ]
        return "\(symbol.rawValue) " + parts.filter { !$0.isEmpty }.joined(separator: "  ")
    }

    /// The key or, where none is known, the first cell that was sent.
    private static func name(_ step: JournalledStep) -> String {
        if step.operation != nil || !step.key.isEmpty { return PlanLines.cut(step.key.joined(separator: " + ")) }
        let cell = step.sent?.first { !$0.1.isBlank }
        return cell.map { PlanLines.cut(CellText(field: nil).text(of: $0.1)) } ?? ""
    }

    /// What became of an operation, in a word or two.
    static func word(_ standing: JournalledStep.Standing) -> String {
        switch standing {
        case .notAttempted: "not attempted"
        case .inDoubt: "in doubt"
        case .created: "created"
        case .updated: "updated"
        case .deleted: "deleted"
        case .alreadyGone: "already gone"
        case .failed: "failed"
        }
    }

    private static func detail(_ step: JournalledStep) -> String? {
        switch step.standing {
        case .inDoubt(let attempt, let since):
            "sent \(since.moment)\(attempt.map { " in attempt \($0)" } ?? ""), and no answer was written down"
        case .failed(let reason): reason?.message
        case .updated, .deleted:
            step.hasPreImage || step.operation == nil ? nil : "what it held before is not known"
        case .notAttempted: step.leftOut.map { "left out, since \(deed($0))" }
        case .created: step.replaces.map { "in place of \($0)" }
        case .alreadyGone: nil
        }
    }

    private static func deed(_ drift: Drift.Kind) -> String {
        switch drift {
        case .changed: "somebody had changed the record"
        case .gone: "somebody had deleted the record"
        case .appeared: "somebody had created a record of its key"
        }
    }
}

extension PlanSymbol {
    /// The symbol of an operation that no plan describes.
    fileprivate init(_ standing: JournalledStep.Standing) {
        switch standing {
        case .created: self = .create
        case .updated: self = .update
        case .deleted, .alreadyGone: self = .delete
        case .failed: self = .invalid
        case .notAttempted, .inDoubt: self = .skipped
        }
    }
}
