import TableModel
import TableSync

/// The steps of a plan as lines for people, each headed by a symbol and the record's key.
struct PlanLines: Sendable {
    /// How many rows are shown of what is written, and how many of what is deleted.
    static let rowsShown = 20
    private static let cellLength = 40
    private static let fieldsShown = 6

    private let texts: [String: CellText]
    private let key: Set<String>

    /// - Parameter managed: The fields of the plan.
    init(_ managed: ManagedFields) {
        let fields = managed.fields + managed.alsoRead
        texts = Dictionary(uniqueKeysWithValues: fields.map { ($0.name, CellText(field: $0)) })
        key = Set(managed.key.map(\.name))
    }

    /// Such as `~ ada@example.com  seats: 3 → 4`; nil for steps that change nothing, which are counted only.
    func line(_ operation: PlanOperation) -> String? {
        let rest: String
        switch operation {
        case .create(let create): rest = cells(create.fields)
        case .update(let update), .archive(let update): rest = changes(update)
        case .delete(let delete): rest = cells(delete.before)
        case .unchanged, .skipped, .invalid, .adopt: return nil
        }
        return PlanSymbol(operation).map { "\($0.rawValue) \(head(operation.key))\(rest)" }
    }

    /// What stands for the rows that are not shown.
    static func rest(_ count: Int) -> String { "… and \(Wording.count(count)) more" }

    private func head(_ key: [String]) -> String { key.map(Self.cut).joined(separator: " + ") }

    private func cells(_ fields: Fields) -> String {
        listed(
            fields.filter { !key.contains($0.0) && !$0.1.isBlank }.map { "\(Self.cut($0.0)): \(text($0.1, of: $0.0))" })
    }

    private func changes(_ update: PlannedUpdate) -> String {
        listed(
            update.after.map { name, value in
                "\(Self.cut(name)): \(text(update.before[name] ?? .null, of: name)) → \(text(value, of: name))"
            })
    }

    private func listed(_ parts: [String]) -> String {
        guard !parts.isEmpty else { return "" }
        let more = parts.count - Self.fieldsShown
        let shown = parts.prefix(Self.fieldsShown) + (more > 0 ? ["\(Wording.count(more, "more field"))"] : [])
        return "  " + shown.joined(separator: ", ")
    }

    private func text(_ value: FieldValue, of field: String) -> String {
        guard !value.isBlank else { return "(blank)" }
        return Self.cut((texts[field] ?? CellText(field: nil)).text(of: value))
    }

    /// The text in one line, not longer than a cell may be, and without anything that a terminal would obey.
    static func cut(_ text: String) -> String {
        let line = String(text.prefix(cellLength + 1).map(shown))
        return line.count > cellLength ? "\(line.prefix(cellLength - 1))…" : line
    }

    /// The character, or what stands for one that ends a line, controls a terminal or turns text around.
    private static func shown(_ character: Character) -> Character {
        if character.isNewline { return "⏎" }
        if character == "\t" { return "⇥" }
        let isObeyed = character.unicodeScalars.contains { scalar in
            scalar.properties.generalCategory == .control || scalar.properties.isBidiControl
        }
        return isObeyed ? "\u{FFFD}" : character
    }
}
