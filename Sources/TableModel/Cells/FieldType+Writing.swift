extension FieldType {
    /// Whether the service computes the cells of this type, so that none can be written.
    ///
    /// The rows marked read-only in airtable.com/developers/web/api/field-model (airtable-api.md 4.1); a type that is
    /// not known is taken to be writable.
    public var isComputed: Bool { Self.computed.contains(self) }

    /// Whether a written cell of this type can be recognised when it is read again.
    ///
    /// Computed cells cannot, and neither can attachments, whose addresses change with every read (airtable-api.md 4.9,
    /// rule 10). All that can be compared of an attachment is the name of its file, so whether two files of one name are
    /// the same is for the user to say: attachments are compared and written only when asked for.
    public var isComparable: Bool { isComparable(attachmentsByName: false) }

    /// Whether a written cell of this type can be recognised, where the user says whether files of one name are the same.
    public func isComparable(attachmentsByName: Bool) -> Bool {
        !isComputed && (attachmentsByName || self != .multipleAttachments)
    }

    static let computed: Set<FieldType> = [
        .formula, .rollup, .count, .multipleLookupValues, .autoNumber, .createdTime, .lastModifiedTime, .createdBy,
        .lastModifiedBy, .button, .aiText, .externalSyncSource,
        // Undocumented; appears in schemas with no options and is not for clients (airtable-api.md 4.1).
        FieldType("manualSort"),
    ]
}
