import TableModel

/// A formula whose fields have been found in a table, as lists and views have them.
struct FormulaFilter {
    private let formula: Formula
    /// The fields in the order in which the formula names them.
    private let fields: [FieldDefinition]
    private let display: CellDisplay
    private let now: ServiceInstant

    /// A formula of a client, which names fields as the table has them.
    init(
        _ text: String, table: TableDefinition, in base: StoredBase, names: ListOptions.FormulaNames,
        now: ServiceInstant
    ) throws(ServiceFailure) {
        do {
            formula = try Formula(parsing: text)
        } catch {
            throw .invalidFormula
        }
        fields = try Self.fields(of: formula, in: table, names: names)
        display = CellDisplay(zone: .utc, base: base)
        self.now = now
    }

    /// The filter of a view; nil if it is not one of the table.
    init?(_ filter: ViewDefinition.Filter, table: TableDefinition, in base: StoredBase, now: ServiceInstant) {
        guard let formula = try? Formula(parsing: filter.formula) else { return nil }
        self.formula = formula
        fields = filter.fields.compactMap { id in table.fields.first { $0.id == id } }
        guard fields.count == formula.fieldNames.count else { return nil }
        display = CellDisplay(zone: .utc, base: base)
        self.now = now
    }

    /// The fields that the formula names; all unknown names are told together.
    static func fields(
        of formula: Formula, in table: TableDefinition, names: ListOptions.FormulaNames
    ) throws(ServiceFailure) -> [FieldDefinition] {
        var found: [FieldDefinition] = []
        var unknown: [String] = []
        for name in formula.fieldNames {
            let folded = name.lowercased()
            if let field = table.field(name) {
                found.append(field)
            } else if names == .folded, let field = table.fields.first(where: { $0.name.lowercased() == folded }) {
                found.append(field)
            } else {
                unknown.append(name)
            }
        }
        guard unknown.isEmpty else { throw .unknownFormulaFields(unknown) }
        return found
    }

    func keeps(_ record: StoredRecord) -> Bool {
        let context = RecordContext(
            record: record, fields: fields, display: display, now: now.millisecondsSince1970)
        return formula.evaluate(context).isTruthy
    }
}

/// A record as formulas see it (airtable-api.md 9.4).
private struct RecordContext: FormulaContext {
    let record: StoredRecord
    let fields: [FieldDefinition]
    let display: CellDisplay
    let now: Int64

    var recordID: String { record.id.rawValue }
    var createdTime: Int64 { record.createdTime.millisecondsSince1970 }
    var lastModifiedTime: Int64 { (record.modifiedTime ?? record.createdTime).millisecondsSince1970 }

    func value(ofField position: Int) -> FormulaValue {
        let field = fields[position]
        switch CellWriter.cell(of: field, in: record) {
        case nil: return .blank
        case .text(let text): return .text(text)
        case .number(let number): return .number(number)
        case .checked: return .boolean(true)
        case .choice(let id): return CellWriter.choiceName(id, of: field).map(FormulaValue.text) ?? .blank
        case .choices(let ids):
            return .list(ids.compactMap { CellWriter.choiceName($0, of: field) }.map(FormulaValue.text))
        case .date(let date):
            return .dateTime(FormulaDate(milliseconds: date.daysSince1970 * 86_400_000, hasTime: false))
        case .instant(let instant):
            return .dateTime(FormulaDate(milliseconds: instant.millisecondsSince1970, hasTime: true))
        case .links(let ids): return .list(display.names(of: ids, in: field).map(FormulaValue.text))
        case .attachments(let attachments):
            return .list(attachments.compactMap(\.file?.name).map(FormulaValue.text))
        case .user(let user): return .text(user.name)
        case .users(let users): return .list(users.map { .text($0.name) })
        case .barcode(let barcode): return .text(barcode.text)
        }
    }
}

extension ViewDefinition.Filter {
    /// A formula as a client would write it.
    init(_ formula: String, of table: TableDefinition, names: ListOptions.FormulaNames) throws(ServiceFailure) {
        guard let parsed = try? Formula(parsing: formula) else { throw .invalidFormula }
        self.formula = formula
        fields = try FormulaFilter.fields(of: parsed, in: table, names: names).map(\.id)
    }
}
