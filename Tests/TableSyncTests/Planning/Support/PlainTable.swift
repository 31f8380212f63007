import TableModel
import TableSync

/// A table as a dictionary, to which the steps of a plan can be done.
struct PlainTable: Equatable {
    /// The cells of each record in their canonical form; blank ones are absent.
    private(set) var records: [RecordID: [String: CanonicalCell]] = [:]
    private var created = 0

    init(_ table: RememberedTable) {
        for entry in table.table { records[entry.record.id] = Self.canonical(entry.record.fields) }
    }

    /// Tables are equal if they hold equal records, whatever their ids.
    static func == (left: PlainTable, right: PlainTable) -> Bool { left.contents == right.contents }

    var contents: [[String: CanonicalCell]: Int] {
        records.values.reduce(into: [:]) { $0[$1, default: 0] += 1 }
    }

    mutating func insert(_ cells: [String: CanonicalCell]) {
        created += 1
        records[RecordID(unchecked: "new\(created)")] = cells
    }

    mutating func set(_ cell: CanonicalCell?, of name: String, in id: RecordID) { records[id]?[name] = cell }

    mutating func apply(_ steps: [PlanOperation]) {
        for step in steps {
            switch step {
            case .create(let create): insert(Self.canonical(create.fields))
            case .update(let update), .archive(let update):
                let before = Self.canonical(update.before)
                let stored = records[update.id, default: [:]]
                for name in update.before.names {
                    precondition(stored[name] == before[name], "The cells before are not those of the record.")
                }
                for (name, value) in Self.canonical(update.after, keepingBlanks: true) {
                    records[update.id]?[name] = value.isBlank ? nil : value
                }
            case .delete(let delete):
                precondition(records[delete.id] == Self.canonical(delete.before), "The pre-image is not the record.")
                records[delete.id] = nil
            case .unchanged, .skipped, .invalid, .adopt: break
            }
        }
    }

    static func canonical(_ fields: Fields, keepingBlanks: Bool = false) -> [String: CanonicalCell] {
        fields.reduce(into: [:]) { cells, cell in
            guard let field = PlanScene.fields.first(where: { $0.name == cell.0 }) else { return }
            let form = CanonicalCell(cell.1, field: field)
            if keepingBlanks || !form.isBlank { cells[cell.0] = form }
        }
    }
}
