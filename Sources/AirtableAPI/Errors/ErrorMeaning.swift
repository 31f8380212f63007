import TableModel

/// What an answer that is not a success means, and what its reader can do about it (airtable-api.md 6.2).
///
/// The type decides where it is known, the status otherwise: types are added without notice, and proxies answer without.
struct ErrorMeaning: Sendable, Hashable {
    var code: RemoteError.Code
    var remedy: String?

    init(_ code: RemoteError.Code, _ remedy: String? = nil) {
        self.code = code
        self.remedy = remedy
    }

    init(status: Int, body: ErrorBody, subject: APIRequest.Subject) {
        self =
            Self.ofUpsert(body) ?? body.type.flatMap { Self.ofType($0, status: status, subject: subject) }
            ?? Self.ofStatus(status, subject: subject)
    }

    /// The type of this error is not known, so that its words must do.
    private static func ofUpsert(_ body: ErrorBody) -> ErrorMeaning? {
        guard let message = body.message, message.contains("Cannot update more than one record") else { return nil }
        return ErrorMeaning(
            .ambiguousKey,
            "More than one record has the same key; make the key unique in the table, or use another field.")
    }

    private static func ofType(_ type: String, status: Int, subject: APIRequest.Subject) -> ErrorMeaning? {
        switch type {
        case "RATE_LIMIT_REACHED", "TOO_MANY_REQUESTS": ofStatus(429, subject: subject)
        case "PUBLIC_API_BILLING_LIMIT_EXCEEDED":
            ErrorMeaning(
                .quotaExceeded,
                "The workspace has used up its API calls of this month; wait for the next month, or raise its plan.")
        case "AUTHENTICATION_REQUIRED": ofStatus(401, subject: subject)
        case "INVALID_PERMISSIONS_OR_MODEL_NOT_FOUND", "INVALID_PERMISSIONS": ofForbidden(type, subject: subject)
        case "NOT_FOUND", "MODEL_ID_NOT_FOUND", "TABLE_NOT_FOUND": status == 404 ? ofMissing(type, subject) : nil
        case "UNKNOWN_FIELD_NAME":
            ErrorMeaning(
                .unknownField,
                "Check the field's name against the table: case, spaces and emoji count; or create the field.")
        case "INVALID_VALUE_FOR_COLUMN":
            ErrorMeaning(
                .invalidValue,
                "Give a value of the field's type, or allow typecast to let the service convert text; a computed field "
                    + "cannot be written.")
        case "INVALID_MULTIPLE_CHOICE_OPTIONS":
            ErrorMeaning(
                .unknownChoice,
                "Add the choice to the field, or allow typecast to let the service add it; its user must be allowed to "
                    + "change the field.")
        case "INVALID_ATTACHMENT_OBJECT":
            ErrorMeaning(
                .invalidValue, "Give each attachment either the id of an existing one or the URL of a new one.")
        case "ATTACHMENTS_FAILED_UPLOADING":
            ErrorMeaning(.invalidValue, "Check that the attachment's URL can be fetched without signing in.")
        case "INVALID_RECORD_ID":
            ErrorMeaning(.invalidValue, "Give the ids of the linked records, or allow typecast to link them by name.")
        case "ROW_DOES_NOT_EXIST":
            ErrorMeaning(.unknownRecord, "The record was deleted, or is in another table; read the table again.")
        case "ROW_TABLE_DOES_NOT_MATCH_LINKED_TABLE":
            ErrorMeaning(.invalidValue, "Link records of the table that the field links to.")
        case "INVALID_FILTER_BY_FORMULA":
            ErrorMeaning(
                .invalidFormula, "Check the formula's text, and that the fields that it names are in the table.")
        case "INVALID_OFFSET_VALUE", "LIST_RECORDS_ITERATOR_NOT_AVAILABLE":
            ErrorMeaning(.cursorExpired, "The service has forgotten this list; read it again from the first page.")
        case "VIEW_NAME_NOT_FOUND", "VIEW_ID_NOT_FOUND":
            ErrorMeaning(.invalidRequest, "Check the view's name or id; views can be renamed and deleted.")
        case "FAILED_STATE_CHECK":
            ErrorMeaning(.invalidRequest, "Check that the view and the fields belong to the table.")
        case "DUPLICATE_OR_EMPTY_FIELD_NAME":
            ErrorMeaning(
                .invalidRequest, "Choose a name that no field of the table has; case does not tell them apart.")
        case "INVALID_FIELD_TYPE_OPTIONS_FOR_CREATE":
            ErrorMeaning(.invalidRequest, "Give the options that the field's type requires.")
        case "UNSUPPORTED_FIELD_TYPE_FOR_CREATE":
            ErrorMeaning(.invalidRequest, "Create a field of this type in the app; the API cannot.")
        case "RETRIABLE_ERROR": ErrorMeaning(.serverFault, "Try again in a moment.")
        default: nil
        }
    }

    private static func ofStatus(_ status: Int, subject: APIRequest.Subject) -> ErrorMeaning {
        switch status {
        case 300..<400:
            ErrorMeaning(
                .unexpectedStatus,
                "Redirects are not followed, so that the token goes nowhere else; give the address that the service "
                    + "redirects to.")
        case 401:
            ErrorMeaning(
                .unauthorized,
                "Check the token: it must be whole, current and not revoked. Tokens are made at "
                    + "airtable.com/create/tokens.")
        case 402:
            ErrorMeaning(.quotaExceeded, "Check the plan of the workspace.")
        case 403: ofForbidden(nil, subject: subject)
        case 404: ofMissing(nil, subject)
        case 413: ErrorMeaning(.tooLarge, "Send fewer or shorter cells in one request.")
        case 414: ErrorMeaning(.tooLarge, "Shorten the request's URL: list by POST, or name fewer records and fields.")
        case 429:
            ErrorMeaning(
                .rateLimited,
                "The service takes 5 requests per second and base, from all programs together; wait 30 seconds.")
        case 500..<600: ErrorMeaning(.serverFault, "Try again in a moment; status.airtable.com tells of outages.")
        case 400, 422: ErrorMeaning(.invalidRequest)
        default: ErrorMeaning(.unexpectedStatus, "Check the service's address and what stands between here and there.")
        }
    }

    private static func ofForbidden(_ type: String?, subject: APIRequest.Subject) -> ErrorMeaning {
        if type == "INVALID_PERMISSIONS" {
            return ErrorMeaning(
                .forbidden,
                "Give the token's user the role that this needs, or lift the field's or table's restriction.")
        }
        switch subject {
        case .record:
            return ErrorMeaning(
                .notFound,
                "The record does not exist, or the token may not see its base; the service says the same of both.")
        case .account:
            return ErrorMeaning(.forbidden, "Give the token the scope that this needs.")
        case .table, .rows:
            return ErrorMeaning(
                .forbidden,
                "Check that the base is among those of the token, that the token has the scope for this, and that the "
                    + "base's id and the table's name have no typing error; the service says the same of all.")
        }
    }

    private static func ofMissing(_ type: String?, _ subject: APIRequest.Subject) -> ErrorMeaning {
        switch subject {
        case .record: ErrorMeaning(.notFound, "The record does not exist; it may have been deleted.")
        case .rows where type != "TABLE_NOT_FOUND":
            ErrorMeaning(.unknownRecord, "One of the records does not exist; it may have been deleted already.")
        case .rows, .table, .account:
            ErrorMeaning(.notFound, "Check the base's id, the table's name or id, and the service's address.")
        }
    }
}
