import TableModel

/// The order in which a list gives records. Ties are broken by id.
enum RecordOrder: Sendable, Hashable {
    struct Term: Sendable, Hashable {
        var field: FieldDefinition
        var isDescending: Bool
    }

    /// Ascending by id, which needs no sorting.
    case byID
    /// As a view shows them: oldest first.
    case byNumber
    case byTerms([Term])
    case arbitrary(seed: UInt64)

    /// Where a record stands in the order.
    struct Place: Sendable, Hashable {
        var keys: [SortValue]
        var id: RecordID
    }

    /// - Parameter display: What makes text of links.
    func place(of record: StoredRecord, _ display: CellDisplay) -> Place {
        let keys: [SortValue]
        switch self {
        case .byID: keys = []
        case .byNumber: keys = [.number(Double(record.number))]
        case .byTerms(let terms):
            keys = terms.map { SortValue(CellWriter.cell(of: $0.field, in: record), of: $0.field, display) }
        case .arbitrary(let seed):
            // FNV-1a of the id, mixed with the seed.
            let hash = record.id.rawValue.utf8.reduce(seed) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
            var mixer = IDGenerator(seed: hash)
            keys = [.number(mixer.nextUnit())]
        }
        return Place(keys: keys, id: record.id)
    }

    func precedes(_ left: Place, _ right: Place) -> Bool {
        for (index, (leftKey, rightKey)) in zip(left.keys, right.keys).enumerated() where leftKey != rightKey {
            if case .byTerms(let terms) = self, terms[index].isDescending { return rightKey < leftKey }
            return leftKey < rightKey
        }
        return left.id < right.id
    }
}
