/// The refusals of schema writes (airtable-api.md 6.2 and 7.5).
extension ServiceFailure {
    static let badFieldName = unprocessable(
        "DUPLICATE_OR_EMPTY_FIELD_NAME", "Field names must not be empty and must be unique within the table.")

    static let duplicateTableName = unprocessable(
        "DUPLICATE_TABLE_NAME", "A table with this name already exists in the base.")

    static func invalidOptions(table: String, field: String, _ problem: String) -> ServiceFailure {
        unprocessable(
            "INVALID_FIELD_TYPE_OPTIONS_FOR_CREATE",
            "Invalid options for \(table).\(field): Failed schema validation: \(problem)")
    }

    static func unsupportedType(table: String, field: String, type: String) -> ServiceFailure {
        unprocessable(
            "UNSUPPORTED_FIELD_TYPE_FOR_CREATE",
            "Invalid options for \(table).\(field): Creating \(type) fields is not supported at this time")
    }

    /// What the service says when a base is created without a workspace.
    static let missingWorkspace = unprocessable("INVALID_REQUEST", "Server error")
}
