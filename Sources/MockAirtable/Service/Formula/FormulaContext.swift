/// What a formula may ask about the record it is evaluated on.
///
/// The caller resolves `Formula.fieldNames` once per request (names, or ids of the form `fld…`) and then answers by position, so
/// that no name is looked up per record. A field that occurs more than once in the formula is asked for once per record.
protocol FormulaContext {
    /// The cell of the field at `position` in `Formula.fieldNames`, as formulas see it (airtable-api.md 9.4):
    /// - any empty cell, **an unchecked checkbox included**: `.blank`; a checked one: `.boolean(true)`
    /// - text, single select and barcode: `.text`; number-like fields: `.number`
    /// - date fields: `.dateTime` at midnight UTC with `hasTime` false; dateTime fields with `hasTime` true
    /// - multiple selects, lookups, links (primary field text, not ids), attachments, collaborators: `.list`
    /// - a computed cell that holds an error: `.error`
    func value(ofField position: Int) -> FormulaValue
    /// The record's id, `rec…`.
    var recordID: String { get }
    /// When the record was created, in milliseconds since 1970-01-01T00:00:00Z.
    var createdTime: Int64 { get }
    /// When a person or client last changed a cell of the record, in milliseconds since 1970-01-01T00:00:00Z.
    var lastModifiedTime: Int64 { get }
    /// The service's clock, in milliseconds since 1970-01-01T00:00:00Z: the same for all records of one request.
    var now: Int64 { get }
}
