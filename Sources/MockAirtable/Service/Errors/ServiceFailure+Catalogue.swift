/// The refusals of airtable-api.md 6.2 that concern a request as a whole. Messages are the service's own.
extension ServiceFailure {
    static let notFound = ServiceFailure(404, .bare("NOT_FOUND"))

    static let authenticationRequired = ServiceFailure(
        401, .typed("AUTHENTICATION_REQUIRED", message: "Authentication required"))

    static let modelNotFound = ServiceFailure(
        403,
        .typed(
            "INVALID_PERMISSIONS_OR_MODEL_NOT_FOUND",
            message: "Invalid permissions, or the requested model was not found. Check that both your user and your "
                + "token have the required permissions, and that the model names and/or ids are correct."))

    static let notPermitted = ServiceFailure(
        403, .typed("INVALID_PERMISSIONS", message: "You are not permitted to perform this operation"))

    static let recordNotFound = ServiceFailure(404, .typed("MODEL_ID_NOT_FOUND", message: "Record not found"))

    static func tableNotFound(_ table: String, base: String) -> ServiceFailure {
        ServiceFailure(
            404, .typed("TABLE_NOT_FOUND", message: "Could not find table \(table) in application \(base)"))
    }

    static let addressTooLong = ServiceFailure(414, .html(title: "414 Request-URI Too Large"))
    static let bodyTooLarge = ServiceFailure(413, .html(title: "413 Request Entity Too Large"))

    static func malformedBody(_ form: ErrorOptions.MalformedBody) -> ServiceFailure {
        switch form {
        case .badRequest: ServiceFailure(400, .bare("INVALID_REQUEST_BODY"))
        case .unprocessable: .unprocessable("INVALID_REQUEST_BODY", "Could not parse request body")
        }
    }

    static let invalidRequest = unprocessable(
        "INVALID_REQUEST_UNKNOWN", "Invalid request: parameter validation failed. Check your request data.")

    static let missingFields = unprocessable(
        "INVALID_REQUEST_MISSING_FIELDS", "Could not find field \"fields\" in the request body")

    /// After the wording of ``missingFields``, which is the quoted one.
    static let missingRecords = unprocessable(
        "INVALID_REQUEST_MISSING_FIELDS", "Could not find field \"records\" in the request body")

    static func unknownField(_ name: String) -> ServiceFailure {
        unprocessable("UNKNOWN_FIELD_NAME", "Unknown field name: \"\(name)\"")
    }

    /// The most records that one request may create, update or delete (airtable-api.md 5.3).
    static let batchLimit = 10

    static func tooManyToCreate(_ count: Int) -> ServiceFailure {
        unprocessable(
            "INVALID_RECORDS",
            "A maximum of \(batchLimit) records can be created per request but you have provided \(count).")
    }

    static let invalidNewRecords = unprocessable(
        "INVALID_RECORDS",
        "You must provide an array of up to \(batchLimit) record objects, each with a \"fields\" object for cell "
            + "values.")

    static let invalidRecords = unprocessable(
        "INVALID_RECORDS",
        "You must provide an array of up to \(batchLimit) record objects, each with an \"id\" ID field and a "
            + "\"fields\" object for cell values.")

    /// The wording is our own: no quoted refusal of a batch delete was found.
    static let invalidDeletes = unprocessable(
        "INVALID_RECORDS", "You must provide an array of up to \(batchLimit) record IDs to delete.")

    static func rowDoesNotExist(_ id: String) -> ServiceFailure {
        unprocessable("ROW_DOES_NOT_EXIST", "Record ID \(id) does not exist in this table")
    }

    static let upsertMatchesSeveral = unprocessable(
        "INVALID_REQUEST_UNKNOWN", "Cannot update more than one record")

    /// The wording is our own: the refusal was never quoted (airtable-api.md 12 #33).
    static let recordLimitReached = unprocessable(
        "RECORD_LIMIT_REACHED", "The base has reached the record limit of its plan.")
}
