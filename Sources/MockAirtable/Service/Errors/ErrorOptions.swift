/// How the service words its refusals where the real one is not known for certain (airtable-api.md 12).
public struct ErrorOptions: Sendable, Hashable {
    /// What answers a request for a model that is not there, or not for this token.
    public enum MissingModel: Sendable, Hashable {
        /// 403 `INVALID_PERMISSIONS_OR_MODEL_NOT_FOUND`, as personal access tokens are answered.
        case forbidden
        /// 404 `MODEL_ID_NOT_FOUND`, `TABLE_NOT_FOUND` or `NOT_FOUND`, as API keys were answered until 2024.
        case notFound
    }

    /// What answers a body that is not JSON.
    public enum MalformedBody: Sendable, Hashable {
        /// 400 `{"error":"INVALID_REQUEST_BODY"}`.
        case badRequest
        /// 422 `INVALID_REQUEST_BODY`, `Could not parse request body`.
        case unprocessable
    }

    /// How a message quotes a choice that does not exist.
    public enum ChoiceQuotes: Sendable, Hashable {
        /// `""Blue""`
        case doubled
        /// `"\"Blue\""`, with the backslashes in the decoded message.
        case escaped
    }

    /// The answer for a single record that does not exist (12 #5).
    public var missingRecord = MissingModel.forbidden
    /// The answer for a base or table that does not exist or was not granted (6.3).
    public var missingTable = MissingModel.forbidden
    /// The answer to a body that is not JSON (12 #30).
    public var malformedBody = MalformedBody.badRequest
    /// How an unknown choice is quoted in `INVALID_MULTIPLE_CHOICE_OPTIONS` (4.2).
    public var choiceQuotes = ChoiceQuotes.doubled

    /// Makes the defaults: what airtable-api.md 12 holds for likely.
    public init() {}
}
