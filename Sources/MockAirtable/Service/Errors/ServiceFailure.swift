import JSONText

/// An answer that is not a success: its status and one of the body shapes of airtable-api.md 6.1.
struct ServiceFailure: Error, Hashable {
    enum Body: Hashable {
        /// `{"error":"NOT_FOUND"}`
        case bare(String)
        /// `{"error":{"type":…,"message":…}}`; the message may be absent.
        case typed(String, message: String?)
        /// `{"errors":[{"error":…,"message":…}]}`
        case list(String, message: String)
        /// What a proxy in front of the service answers.
        case html(title: String)
    }

    var status: Int
    var body: Body
    /// The value of a `Retry-After` header, in seconds.
    var retryAfter: Int?

    init(_ status: Int, _ body: Body, retryAfter: Int? = nil) {
        self.status = status
        self.body = body
        self.retryAfter = retryAfter
    }

    /// A 422 of the usual shape.
    static func unprocessable(_ type: String, _ message: String? = nil) -> ServiceFailure {
        ServiceFailure(422, .typed(type, message: message))
    }

    var isHTML: Bool {
        if case .html = body { true } else { false }
    }

    /// The body as it goes onto the wire.
    var bytes: [UInt8] {
        switch body {
        case .bare(let type):
            return JSONValue.object(["error": .string(type)]).bytes
        case .typed(let type, let message):
            var error: JSONObject = ["type": .string(type)]
            error["message"] = message.map(JSONValue.string)
            return JSONValue.object(["error": .object(error)]).bytes
        case .list(let type, let message):
            return JSONValue.object(["errors": [["error": .string(type), "message": .string(message)]]]).bytes
        case .html(let title):
            let page = """
                <html>\r\n<head><title>\(title)</title></head>\r\n<body>\r\n<center><h1>\(title)</h1></center>\r\n\
                </body>\r\n</html>\r\n
                """
            return Array(page.utf8)
        }
    }
}
