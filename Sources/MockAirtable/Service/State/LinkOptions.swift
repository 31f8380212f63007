import TableModel

/// What a link field leads to (airtable-api.md 7.4).
struct LinkOptions: Sendable, Hashable {
    var table: TableID
    /// The field of the linked table that leads back. Nil for one that nothing leads back from, as those that link a
    /// table with itself are.
    var inverse: FieldID?
    var isReversed = false
    /// A hint for the service's own screen: the API takes several records all the same.
    var prefersSingleRecord = false
    var selectionView: ViewID?
}

extension FieldDefinition {
    /// Nil for fields of other types.
    var link: LinkOptions? {
        if case .links(let options) = options { options } else { nil }
    }
}

extension TableDefinition {
    /// Adds the field that leads back to one of `table`, which gets a name that no other field has: that of the table,
    /// with a number if need be (airtable-api.md 7.5).
    mutating func addInverse(
        of field: FieldDefinition, in table: TableDefinition, ids: inout IDGenerator
    ) -> FieldDefinition {
        var name = table.name
        var number = 1
        while hasField(named: name) {
            number += 1
            name = "\(table.name) \(number)"
        }
        let inverse = FieldDefinition(
            id: ids.identifier(), slot: nextSlot, name: name, type: .multipleRecordLinks,
            options: .links(LinkOptions(table: table.id, inverse: field.id)))
        fields.append(inverse)
        nextSlot += 1
        return inverse
    }
}
