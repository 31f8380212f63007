import Testing

@testable import AirtableAPI

@Suite struct ErrorBodyTests {
    @Test(
        "every shape of an error body is read",
        arguments: [
            (#"{"error":"NOT_FOUND"}"#, ErrorBody(type: "NOT_FOUND")),
            (#"{"error":{"type":"A_TYPE","message":"Words."}}"#, ErrorBody(type: "A_TYPE", message: "Words.")),
            (#"{"error":{"type":"A_TYPE"}}"#, ErrorBody(type: "A_TYPE")),
            (
                #"{"error":{"type":"A_TYPE","message":"W","details":{"x":[1]}}}"#,
                ErrorBody(type: "A_TYPE", message: "W")
            ),
            (#"{"errors":[{"error":"A_TYPE","message":"Words."}]}"#, ErrorBody(type: "A_TYPE", message: "Words.")),
            (#"{"errors":[]}"#, ErrorBody()), (#"{"message":"Words."}"#, ErrorBody(message: "Words.")),
            (#"{"error":"A_TYPE","message":"Words."}"#, ErrorBody(type: "A_TYPE", message: "Words.")),
            (#"{"error":{"type":7,"message":["x"]}}"#, ErrorBody()), ("[1]", ErrorBody()), ("null", ErrorBody()),
            ("", ErrorBody()), ("  \n", ErrorBody()), ("upstream timed out", ErrorBody(message: "upstream timed out")),
            (
                "<html>\n<head><TITLE>414 Request-URI\n Too Large</TITLE></head><body>x</body></html>",
                ErrorBody(message: "414 Request-URI Too Large")
            ), ("<h1>Bad Gateway</h1><hr>nginx", ErrorBody(message: "Bad Gateway nginx")),
            ("<title></title>", ErrorBody()), ("</title>x<title>", ErrorBody(message: "x")),
            (#"{"error":{"type":"CUT"#, ErrorBody(message: #"{"error":{"type":"CUT"#)),
        ])
    func shapes(text: String, body: ErrorBody) {
        #expect(ErrorBody(Array(text.utf8)) == body)
    }

    @Test("a long body that is not JSON is quoted in part")
    func long() {
        let body = ErrorBody(Array(String(repeating: "ab ", count: 10_000).utf8))
        #expect(body.message?.count == 201)
        #expect(body.message?.hasSuffix("…") == true)
    }

    @Test("bytes that are no text are no trap")
    func binary() {
        #expect(ErrorBody([0xFF, 0xFE, 0x00, 0x80]).type == nil)
    }
}
