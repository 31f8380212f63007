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
