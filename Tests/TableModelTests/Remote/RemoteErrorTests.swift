import Testing

@testable import TableModel

struct RemoteErrorTests {
    static let sentences: [(RemoteError, String)] = [
        (
            RemoteError(
                .invalidValue, status: 422, type: "INVALID_VALUE_FOR_COLUMN",
                message: #"Field "Due" cannot accept the provided value"#, attempted: "update 10 records of Users",
                remedy: "Use YYYY-MM-DD, or --typecast."),
            #"Could not update 10 records of Users (422 INVALID_VALUE_FOR_COLUMN): "#
                + #"Field "Due" cannot accept the provided value. Use YYYY-MM-DD, or --typecast."#
        ),
        (
            RemoteError(.noAnswer, message: "nothing came within 60 s.", attempted: "read Users"),
            "Could not read Users: nothing came within 60 s."
        ),
        (
            RemoteError(.serverFault, status: 502, message: "", attempted: "read Users"),
            "Could not read Users (502): no explanation was given."
        ),
        (
            RemoteError(
                .notFound, type: "NOT_FOUND", message: "Really?", attempted: "read Users", remedy: "Look again."),
            "Could not read Users (NOT_FOUND): Really? Look again."
        ),
    ]

    @Test("an error says what was attempted, what came back and what to do", arguments: sentences)
    func sentence(error: RemoteError, text: String) {
        #expect(error.description == text)
    }

    @Test("every attempt but an applied one has its error")
    func attempts() {
        let error = RemoteError(.rateLimited, message: "m", attempted: "a")
        #expect(Attempt<Int>.applied(1).error == nil)
        for attempt in [Attempt<Int>.notApplied(error), .unknown(error), .rejected(error), .fatal(error)] {
            #expect(attempt.error == error)
        }
    }
}
