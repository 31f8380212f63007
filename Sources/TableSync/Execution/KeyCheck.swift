import TableModel

/// Checks the keys of rows as they come: present, of a form that the service keeps, and different from all before.
///
/// Airtable has no unique fields, and two rows with one new key in parallel requests would make two records. Of each key
/// a hash is kept.
struct KeyCheck {
    private let form: KeyForm
    private var lines: [KeyHash: Int] = [:]

    init(_ key: [FieldSchema], typecast: Bool) { form = KeyForm(key, typecast: typecast) }

    /// Brings the row's key into the form in which it is sent, or says why the row cannot be sent.
    mutating func check(_ item: inout RunItem) -> RowFailure? {
        do {
            let key = try form.key(from: item.element.fields)
            if let earlier = lines.updateValue(item.line, forKey: key.hash) {
                lines[key.hash] = earlier
                return RowFailure(
                    .duplicateKey, field: form.fields.first?.name,
                    message: "The key \"\(key.text)\" is also that of line \(earlier), which was taken. "
                        + "Keep one of the two rows.")
            }
            for (field, value) in zip(form.fields, key.values) { item.element.fields[field.name] = value }
            return nil
        } catch {
            return RowFailure(.unusableKey, field: error.field, message: "\(error)")
        }
    }
}

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
