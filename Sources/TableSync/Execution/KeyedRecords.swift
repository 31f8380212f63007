import TableModel

/// Records by key, as they were read.
struct KeyedRecords {
    private let form: KeyForm
    private let records: [RecordKey: [Record]]

    init(_ records: [Record], key: [FieldSchema]) {
        let form = KeyForm(key)
        self.form = form
        self.records = records.reduce(into: [:]) { table, record in
            if let key = form.storedKey(of: record.fields) { table[key, default: []].append(record) }
        }
    }

    /// The records that have the row's key.
    func records(for item: RunItem) -> [Record] {
        form.storedKey(of: item.element.fields).flatMap { records[$0] } ?? []
    }

    /// The failure of a row whose key more than one record has.
    func ambiguity(of item: RunItem) -> RowFailure {
        let key = form.storedKey(of: item.element.fields)?.text ?? ""
        let ids = records(for: item).map(\.id.rawValue).joined(separator: ", ")
        return RowFailure(
            .ambiguousKey, field: form.fields.first?.name,
            message:
                "The table has more than one record with the key \"\(key)\": \(ids). Which of them to update cannot "
                + "be told. Delete or change all but one of them.")
    }
}
