import FoundationEssentials
public import TableModel

extension RecordQuery.Filter {
    /// Records for which `formula` is true: neither false, 0, blank nor an error.
    public static func matching(_ formula: Formula) -> RecordQuery.Filter { .formula(formula.description) }

    /// The filter as a formula; nil when every record passes.
    fileprivate var formulaText: String? {
        switch self {
        case .all: nil
        case .ids(let ids): Formula.isOne(of: ids).description
        case .keys(let keys, let fields): Formula.any(keys.map { Formula.key($0, of: fields) }).description
        case .created(let date): Formula.created(since: date).description
        case .modified(let date, let own): Formula.modified(since: date, except: own).description
        case .formula(let text): text
        }
    }
}

extension RecordSelection {
    /// The filter and the scope as `filterByFormula`; nil when every record passes.
    var formulaText: String? {
        guard let scope else { return filter.formulaText }
        guard let text = filter.formulaText else { return scope }
        return (Formula.raw(scope) && .raw(text)).description
    }
}

extension Formula {
    /// Records created in the second in which `date` lies, or later.
    ///
    /// Creation times have whole seconds, so that a record of the same second must not be missed: the strict comparison
    /// is with the second before. Should the service compare with hidden fractions, records of less than a second more
    /// come along, and none is missing.
    static func created(since date: Date) -> Formula {
        createdTime.isAfter(Date(timeIntervalSince1970: date.timeIntervalSince1970.rounded(.down) - 1))
    }

    /// Records that were created or modified in the second in which `date` lies, or later; the second before is taken in for
    /// the reason of ``created(since:)``. A record that was only created may have a blank time of modification.
    ///
    /// A record of an own write is left out only if it was last modified before the second in which the write was answered.
    static func modified(since date: Date, except own: [OwnWrite]) -> Formula {
        let start = Date(timeIntervalSince1970: date.timeIntervalSince1970.rounded(.down) - 1)
        let others = own.filter { !$0.ids.isEmpty }.map { write in
            let end = Date(timeIntervalSince1970: write.until.timeIntervalSince1970.rounded(.down))
            return !(.isOne(of: write.ids) && lastModifiedTime.isBefore(end))
        }
        return .all([lastModifiedTime.isAfter(start) || createdTime.isAfter(start)] + others)
    }

    /// Whether the record's id is one of `ids`.
    static func isOne(of ids: [RecordID]) -> Formula { .any(ids.map { recordID.equals(.text($0.rawValue)) }) }

    /// Records whose fields have these values; a key with fewer values than fields leaves the others open.
    static func key(_ values: [FieldValue], of fields: [KeyField]) -> Formula {
        .all(zip(fields, values).map { field, value in .cell(.field(field.name), of: field.type, has: value) })
    }

    /// Whether a cell of that type has that value.
    ///
    /// Every record that has it is found. Where the language cannot say it exactly (texts with line breaks, choices with
    /// commas), others may come along, and the caller compares.
    static func cell(_ cell: Formula, of type: FieldType, has value: FieldValue) -> Formula {
        switch value {
        case .null, .bool(false): type == .checkbox ? !cell : cell.isBlank
        case .bool(true): cell.equals(1)
        case .number(0): cell.equals(0) && !cell.isBlank
        case .number(let number): cell.equals(.number(number))
        case .list(let elements): elements.isEmpty ? cell.isBlank : holds(elements.compactMap(\.text), in: cell)
        case .string(let text): text.isEmpty ? cell.isBlank : isText(text, in: cell, of: type)
        // No key type is an object; whatever comes is compared by the caller.
        case .object: !cell.isBlank
        }
    }

    private static func isText(_ text: String, in cell: Formula, of type: FieldType) -> Formula {
        switch type {
        case .date: return cell.isDay(String(text.prefix(10)))
        case .dateTime, .createdTime, .lastModifiedTime:
            guard let date = Timestamp.date(text) else { return cell.equals(.text(text)) }
            return cell.equals(.instant(date))
        case .multipleSelects: return holds([text], in: cell)
        default:
            // Whether a literal may hold line breaks is not documented, so its lines are looked for one by one.
            let lines = text.split { $0.isNewline || $0 == "\t" }
            guard lines.count > 1 || lines.first.map({ $0.count < text.count }) ?? true else {
                return cell.equals(.text(text))
            }
            return .all([!cell.isBlank] + lines.map { cell.contains(String($0)) })
        }
    }

    /// Whether the cell holds all of these choices. Cells of several choices are seen by formulas as their names, joined
    /// by comma and space in an order of their own; the separators around keep `Red` from matching `Dark Red`.
    private static func holds(_ choices: [String], in cell: Formula) -> Formula {
        let enclosed = Formula.joined([", ", cell, ", "])
        return .all(
            choices.map { name in
                name.contains(",") || name.contains("\"")
                    ? Formula.joined([cell, ""]).contains(name) : enclosed.contains(", \(name), ")
            })
    }
}

extension FieldValue {
    /// The text of a string; the only elements of key lists are names of choices and ids of records.
    fileprivate var text: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }
}
