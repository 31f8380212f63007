import HTTPTypes
import JSONText
import RateLimiting
import TableModel
import Testing

@testable import AirtableAPI

@Suite struct AttemptClassifierTests {
    private static func attempt(
        _ status: Int, _ body: String, subject: APIRequest.Subject = .table, headers: [(String, String)] = []
    ) -> Attempt<String> {
        var response = HTTPResponse(status: .init(code: status))
        for (name, value) in headers {
            if let name = HTTPField.Name(name) { response.headerFields[name] = value }
        }
        return AttemptClassifier(
            attempted: "create 2 records of Users", subject: subject, isRead: false, requestID: "request-7"
        )
        .attempt(.success(TransportAnswer(response: response, body: Array(body.utf8)))) {
            answer throws(UnreadableAnswer) in
            guard let text = answer.json["ok"]?.stringValue else { throw UnreadableAnswer("it has no \"ok\"") }
            return text
        }
    }

    private static func object(_ type: String, _ message: String = "m") -> String {
        #"{"error":{"type":"\#(type)","message":"\#(message)"}}"#
    }

    private static let forbidden = object("INVALID_PERMISSIONS_OR_MODEL_NOT_FOUND")

    /// Every row of the catalogue in airtable-api.md 6.2, with the 429s of 5.1.
    private static let catalogue: [(Int, String, APIRequest.Subject, String, RemoteError.Code)] = [
        (400, "", .table, "rejected", .invalidRequest),
        (400, object("INVALID_REQUEST_BODY"), .table, "rejected", .invalidRequest),
        (401, object("AUTHENTICATION_REQUIRED"), .table, "fatal", .unauthorized),
        (401, "", .table, "fatal", .unauthorized),
        (402, "", .table, "fatal", .quotaExceeded), (403, forbidden, .table, "fatal", .forbidden),
        (403, forbidden, .rows, "fatal", .forbidden), (403, forbidden, .account, "fatal", .forbidden),
        (403, forbidden, .record, "rejected", .notFound),
        (403, object("INVALID_PERMISSIONS"), .table, "fatal", .forbidden),
        (403, object("INVALID_PERMISSIONS"), .record, "fatal", .forbidden), (403, "", .table, "fatal", .forbidden),
        (404, #"{"error":"NOT_FOUND"}"#, .table, "fatal", .notFound),
        (404, #"{"error":"NOT_FOUND"}"#, .record, "rejected", .notFound),
        (404, #"{"error":"NOT_FOUND"}"#, .rows, "rejected", .unknownRecord),
        (404, object("TABLE_NOT_FOUND"), .rows, "fatal", .notFound),
        (404, object("TABLE_NOT_FOUND"), .table, "fatal", .notFound),
        (404, object("MODEL_ID_NOT_FOUND"), .record, "rejected", .notFound),
        (404, object("MODEL_ID_NOT_FOUND"), .rows, "rejected", .unknownRecord), (404, "", .table, "fatal", .notFound),
        (405, "", .table, "fatal", .unexpectedStatus), (408, "", .table, "unknown", .unexpectedStatus),
        (413, "", .table, "rejected", .tooLarge), (414, "<html>", .table, "rejected", .tooLarge),
        (422, object("INVALID_REQUEST_UNKNOWN"), .table, "rejected", .invalidRequest),
        (422, object("INVALID_REQUEST_MISSING_FIELDS"), .table, "rejected", .invalidRequest),
        (422, object("INVALID_REQUEST_BODY"), .table, "rejected", .invalidRequest),
        (422, object("INVALID_RECORDS"), .table, "rejected", .invalidRequest),
        (422, object("UNKNOWN_FIELD_NAME"), .table, "rejected", .unknownField),
        (422, object("INVALID_VALUE_FOR_COLUMN"), .table, "rejected", .invalidValue),
        (422, object("INVALID_MULTIPLE_CHOICE_OPTIONS"), .table, "rejected", .unknownChoice),
        (422, object("INVALID_ATTACHMENT_OBJECT"), .table, "rejected", .invalidValue),
        (422, object("ATTACHMENTS_FAILED_UPLOADING"), .table, "rejected", .invalidValue),
        (422, object("INVALID_RECORD_ID"), .table, "rejected", .invalidValue),
        (422, object("ROW_DOES_NOT_EXIST"), .rows, "rejected", .unknownRecord),
        (422, object("ROW_TABLE_DOES_NOT_MATCH_LINKED_TABLE"), .table, "rejected", .invalidValue),
        (422, object("INVALID_FILTER_BY_FORMULA"), .table, "rejected", .invalidFormula),
        (422, object("INVALID_OFFSET_VALUE"), .table, "rejected", .cursorExpired),
        (422, #"{"error":{"type":"LIST_RECORDS_ITERATOR_NOT_AVAILABLE"}}"#, .table, "rejected", .cursorExpired),
        (422, object("VIEW_NAME_NOT_FOUND"), .table, "rejected", .invalidRequest),
        (422, object("VIEW_ID_NOT_FOUND"), .table, "rejected", .invalidRequest),
        (422, #"{"error":{"type":"FAILED_STATE_CHECK"}}"#, .table, "rejected", .invalidRequest),
        (422, object("ANYTHING", "Cannot update more than one record"), .table, "rejected", .ambiguousKey),
        (422, object("DUPLICATE_OR_EMPTY_FIELD_NAME"), .table, "rejected", .invalidRequest),
        (422, object("INVALID_FIELD_TYPE_OPTIONS_FOR_CREATE"), .table, "rejected", .invalidRequest),
        (422, object("UNSUPPORTED_FIELD_TYPE_FOR_CREATE"), .table, "rejected", .invalidRequest),
        (422, object("INVALID_REQUEST", "Server error"), .table, "rejected", .invalidRequest),
        (422, object("NEVER_HEARD_OF"), .table, "rejected", .invalidRequest),
        (422, "", .table, "rejected", .invalidRequest),
        (429, #"{"errors":[{"error":"RATE_LIMIT_REACHED","message":"m"}]}"#, .table, "not-applied", .rateLimited),
        (429, object("RATE_LIMIT_REACHED"), .table, "not-applied", .rateLimited),
        (429, object("TOO_MANY_REQUESTS"), .table, "not-applied", .rateLimited),
        (429, "", .table, "not-applied", .rateLimited),
        (
            429, #"{"errors":[{"error":"PUBLIC_API_BILLING_LIMIT_EXCEEDED","message":"m"}]}"#, .table, "fatal",
            .quotaExceeded
        ), (429, object("PUBLIC_API_BILLING_LIMIT_EXCEEDED"), .table, "fatal", .quotaExceeded),
        (500, "", .table, "unknown", .serverFault), (502, "<html>", .table, "unknown", .serverFault),
        (503, object("RETRIABLE_ERROR"), .table, "not-applied", .serverFault),
        (503, "", .table, "unknown", .serverFault), (503, object("OTHER"), .table, "unknown", .serverFault),
        (504, "", .table, "unknown", .serverFault), (520, "", .table, "unknown", .serverFault),
        (301, "", .table, "fatal", .unexpectedStatus), (307, "", .rows, "fatal", .unexpectedStatus),
        (200, "", .table, "unknown", .unreadableAnswer), (200, "<html>", .table, "unknown", .unreadableAnswer),
        (200, #"{"ok":"#, .table, "unknown", .unreadableAnswer), (200, "{}", .table, "unknown", .unreadableAnswer),
        (204, "", .table, "unknown", .unreadableAnswer),
    ]

    @Test("each refusal becomes what it means for the request", arguments: catalogue)
    func refusals(status: Int, body: String, subject: APIRequest.Subject, label: String, code: RemoteError.Code) throws
    {
        let attempt = Self.attempt(status, body, subject: subject)
        let error = try #require(attempt.error)
        #expect(attempt.label == label)
        #expect(error.code == code)
        #expect(error.status == status)
        #expect(error.requestID == "request-7")
    }

    @Test("a success that can be read is applied", arguments: [200, 201, 299])
    func success(status: Int) {
        #expect(Self.attempt(status, #"{"ok":"yes"}"#) == .applied("yes"))
    }

    @Test(
        "a request without an answer is judged by whether it can have arrived",
        arguments: [
            (TransportError(.unreachable, mayHaveArrived: false, message: "the connection was refused"), "not-applied"),
            (TransportError(.noAnswer, mayHaveArrived: false, message: "m"), "not-applied"),
            (TransportError(.noAnswer, mayHaveArrived: true, message: "m"), "unknown"),
            (TransportError(.unreadableAnswer, mayHaveArrived: true, message: "m"), "unknown"),
        ])
    func noAnswer(error: TransportError, label: String) throws {
        let classifier = AttemptClassifier(attempted: "x", subject: .table, isRead: false, requestID: "r")
        let attempt: Attempt<String> = classifier.attempt(.failure(error)) { _ in "" }
        #expect(attempt.label == label)
        let codes: [TransportError.Code: RemoteError.Code] = [
            .unreachable: .unreachable, .noAnswer: .noAnswer, .unreadableAnswer: .unreadableAnswer,
        ]
        #expect(attempt.error?.code == codes[error.code])
        #expect(attempt.error?.status == nil)
    }

    @Test(
        "what to do about a lost answer depends on whether anything can have been changed",
        arguments: [TransportError.Code.noAnswer, .unreadableAnswer],
        [
            (true, "Reading changes nothing, so try again; check the service's address if this goes on."),
            (false, "It may have been carried out all the same; look before sending it again."),
        ])
    func lostAnswer(code: TransportError.Code, remedy: (isRead: Bool, text: String)) {
        let classifier = AttemptClassifier(attempted: "x", subject: .table, isRead: remedy.isRead, requestID: "r")
        let error = TransportError(code, mayHaveArrived: true, message: "the connection was reset")
        let attempt: Attempt<String> = classifier.attempt(.failure(error)) { _ in "" }
        #expect(attempt.error?.description == "Could not x: the connection was reset. \(remedy.text)")
    }

    @Test(
        "Retry-After is understood in seconds and as a date, and ignored when it makes no sense",
        arguments: [
            ("30", Duration.seconds(30)), ("0", .zero), ("Thu, 15 Jan 2026 12:00:10 GMT", .seconds(10)),
            ("Thu, 15 Jan 2026 11:00:00 GMT", .zero), ("-3", nil), ("soon", nil), ("99999999999", .seconds(86_400)),
        ] as [(String, Duration?)])
    func retryAfter(text: String, wait: Duration?) {
        let attempt = Self.attempt(
            503, Self.object("RETRIABLE_ERROR"),
            headers: [("Retry-After", text), ("Date", "Thu, 15 Jan 2026 12:00:00 GMT")])
        #expect(attempt.error?.retryAfter == wait)
    }

    @Test("the service's own id of a request takes the place of ours")
    func requestID() {
        #expect(Self.attempt(500, "", headers: [("X-Request-Id", "abc")]).error?.requestID == "abc")
    }

    @Test("only a refusal that waiting mends closes the pace")
    func pace() {
        func answer(_ status: Int, _ body: String) -> TransportAnswer {
            TransportAnswer(
                response: HTTPResponse(status: .init(code: status), headerFields: [.retryAfter: "5"]),
                body: Array(body.utf8))
        }
        #expect(AttemptClassifier.permitAnswer(to: answer(429, "")) == .refused(retryAfter: .seconds(5)))
        #expect(
            AttemptClassifier.permitAnswer(to: answer(429, Self.object("PUBLIC_API_BILLING_LIMIT_EXCEEDED")))
                == .counted)
        #expect(AttemptClassifier.permitAnswer(to: answer(503, Self.object("RETRIABLE_ERROR"))) == .counted)
        #expect(AttemptClassifier.permitAnswer(to: answer(200, "{}")) == .counted)
    }

    @Test("errors are sentences that say what was attempted, what came back and what to do")
    func sentences() {
        let table: [(Attempt<String>, String)] = [
            (
                Self.attempt(401, Self.object("AUTHENTICATION_REQUIRED", "Authentication required")),
                "Could not create 2 records of Users (401 AUTHENTICATION_REQUIRED): Authentication required. Check the "
                    + "token: it must be whole, current and not revoked. Tokens are made at airtable.com/create/tokens."
            ),
            (
                Self.attempt(403, #"{"error":{"type":"INVALID_PERMISSIONS_OR_MODEL_NOT_FOUND"}}"#),
                "Could not create 2 records of Users (403 INVALID_PERMISSIONS_OR_MODEL_NOT_FOUND): no explanation was "
                    + "given. Check that the base is among those of the token, that the token has the scope for this, and "
                    + "that the base's id and the table's name have no typing error; the service says the same of all."
            ),
            (
                Self.attempt(422, Self.object("INVALID_MULTIPLE_CHOICE_OPTIONS", "Insufficient permissions.")),
                "Could not create 2 records of Users (422 INVALID_MULTIPLE_CHOICE_OPTIONS): Insufficient permissions. "
                    + "Add the choice to the field, or allow typecast to let the service add it; its user must be "
                    + "allowed to change the field."
            ),
            (
                Self.attempt(414, "<title>414 Request-URI Too Large</title>"),
                "Could not create 2 records of Users (414): 414 Request-URI Too Large. Shorten the request's URL: list "
                    + "by POST, or name fewer records and fields."
            ),
            (
                Self.attempt(200, "<html>"),
                "Could not create 2 records of Users (200): the answer makes no sense: it is not JSON from byte 0 of 6 on."
                    + " Check the service's address, and whether a proxy answers in its place."
            ),
        ]
        for (attempt, sentence) in table {
            #expect(attempt.error?.description == sentence)
        }
    }
}
