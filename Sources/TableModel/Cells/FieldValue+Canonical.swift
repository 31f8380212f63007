import JSONText

extension FieldValue {
    /// The form in which cells of `field` are compared: values that the service stores alike have one form.
    ///
    /// The rules of airtable-api.md 4.5 and 4.9. Blank values – null, `""`, `false`, `[]` – are all `.null`, as is an
    /// absent cell. A value that no cell of the type is read as, such as text for a number or a list, is first converted
    /// as ``CellConverter`` does; if it cannot be, it is its own form. Then by type:
    /// - `singleLineText`: line breaks and tabs are spaces; outer whitespace is dropped (the service may drop it, and a
    ///   difference in nothing else is not worth a write)
    /// - `multilineText`, `richText`: CRLF is LF; whitespace at the end is dropped. Markdown is not interpreted: what
    ///   the service rewrites stays different
    /// - `email`, `url`, `phoneNumber`, `singleSelect`: the exact text
    /// - number kinds: the number
    /// - `checkbox`: true or blank
    /// - `multipleSelects`, `multipleRecordLinks`: sets, so sorted and without repetitions
    /// - `date`: `YYYY-MM-DD`; `dateTime`: UTC with milliseconds. A dateTime without offset in a field of an IANA time
    ///   zone keeps its own text and equals no instant: only the service knows which it is
    /// - collaborators: the e-mail address in lower case, or the id of one that has none; several are a set
    /// - `barcode`: its text and, if present, its type
    /// - attachments: the names of the files, sorted, and no address, since the service gives a new one at every read. A
    ///   file that is to be fetched has the name given with it, or else the last part of its address, which is what the
    ///   service calls it unless the server that it comes from says otherwise
    /// - computed and unknown types: the value as it is
    ///
    /// Attachments are compared by name alone, and computed cells are not to be compared at all: see
    /// ``FieldType/isComparable``.
    ///
    /// Compare the texts in two forms byte by byte: Swift takes `é` for equal whether it is one code point or two, and
    /// the service does not.
    public func canonical(for field: FieldSchema) -> FieldValue { CanonicalForm(field).form(of: self) }

    /// This value with each object in it that has nothing but an id replaced by the one of that id in `stored`.
    func completed(from stored: FieldValue) -> FieldValue {
        switch self {
        case .list(let elements): return .list(elements.map { $0.completed(from: stored) })
        case .object(let object) where object.names == ["id"]:
            let id = object["id"]?.stringValue
            return stored.objects.first { $0["id"]?.stringValue == id }.map(FieldValue.object) ?? self
        case .null, .bool, .number, .string, .object: return self
        }
    }

    /// The objects that this is or holds.
    private var objects: [JSONObject] {
        switch self {
        case .object(let object): [object]
        case .list(let elements): elements.compactMap(\.object)
        case .null, .bool, .number, .string: []
        }
    }

    /// The object that this is, or nil.
    var object: JSONObject? {
        guard case .object(let object) = self else { return nil }
        return object
    }
}
