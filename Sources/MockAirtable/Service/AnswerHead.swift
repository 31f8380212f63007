import HTTPTypes

/// The heads of answers (airtable-api.md 1.4).
enum AnswerHead {
    static func head(status: Int, at now: ServiceInstant, contentType: String = json) -> HTTPResponse {
        var response = HTTPResponse(status: HTTPResponse.Status(code: status))
        response.headerFields[.contentType] = contentType
        response.headerFields[.date] = now.httpText
        response.headerFields[.server] = "Tengine"
        response.headerFields[.vary] = "Accept-Encoding"
        response.headerFields[.accessControlAllowOrigin] = "*"
        response.headerFields[.strictTransportSecurity] = "max-age=31536000; includeSubDomains; preload"
        response.headerFields[.xContentTypeOptions] = "nosniff"
        return response
    }

    static func head(of failure: ServiceFailure, at now: ServiceInstant) -> HTTPResponse {
        var response = head(status: failure.status, at: now, contentType: failure.isHTML ? html : json)
        if let seconds = failure.retryAfter { response.headerFields[.retryAfter] = String(seconds) }
        return response
    }

    private static let json = "application/json; charset=utf-8"
    private static let html = "text/html"
}
