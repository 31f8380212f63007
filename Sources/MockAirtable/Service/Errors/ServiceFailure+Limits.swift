/// The refusals of airtable-api.md 5.1 and the server errors of 6.2.
extension ServiceFailure {
    static func rateLimited(_ shape: RateRefusalShape, retryAfter: Int?) -> ServiceFailure {
        let message = "Rate limit exceeded. Please try again later"
        let body: Body =
            switch shape {
            case .list: .list("RATE_LIMIT_REACHED", message: message)
            case .object: .typed("RATE_LIMIT_REACHED", message: message)
            case .tooManyRequests:
                .typed("TOO_MANY_REQUESTS", message: "Rate limit of 5 requests per base per second exceeded")
            }
        return ServiceFailure(429, body, retryAfter: retryAfter)
    }

    static let quotaExceeded = ServiceFailure(
        429,
        .list(
            "PUBLIC_API_BILLING_LIMIT_EXCEEDED",
            message: "API billing plan limit exceeded. You've reached the maximum number of requests allowed for this "
                + "month."))

    static func retriable(retryAfter: Int?) -> ServiceFailure {
        ServiceFailure(
            503,
            .typed(
                "RETRIABLE_ERROR",
                message: "Server encountered an error while processing your request, and it is safe to retry the "
                    + "request"),
            retryAfter: retryAfter)
    }

    static let internalError = ServiceFailure(500, .html(title: "500 Internal Server Error"))
    static let badGateway = ServiceFailure(502, .html(title: "502 Bad Gateway"))
    static let serviceUnavailable = ServiceFailure(503, .html(title: "503 Service Temporarily Unavailable"))
    static let gatewayTimeout = ServiceFailure(504, .html(title: "504 Gateway Time-out"))
}

/// The body of a 429 for too many requests a second (airtable-api.md 5.1 and 12 #1).
public enum RateRefusalShape: Sendable, Hashable {
    /// `{"errors":[{"error":"RATE_LIMIT_REACHED",…}]}`, seen on the wire in 2026.
    case list
    /// `{"error":{"type":"RATE_LIMIT_REACHED",…}}`, as the vendor's page has it.
    case object
    /// `{"error":{"type":"TOO_MANY_REQUESTS",…}}`, seen in older reports.
    case tooManyRequests
}
