import FoundationEssentials
import HTTPTypes
import TableModel

extension TransportAnswer {
    /// The service's clock: its Date header.
    var date: Date? { response.headerFields[.date].flatMap(Timestamp.httpDate) }

    /// How long the service asks to wait: a Retry-After header, in seconds or as a date, of which the latter is measured
    /// from the answer's own Date. Nil if there is none, or it makes no sense.
    var retryAfter: Duration? {
        guard let text = response.headerFields[.retryAfter] else { return nil }
        if let seconds = Int64(text), seconds >= 0 { return .seconds(min(seconds, 86_400)) }
        guard let until = Timestamp.httpDate(text), let date else { return nil }
        return .seconds(min(max(0, until.timeIntervalSince(date)), 86_400))
    }

    /// The service's own id of the request, by the names that services and proxies use for it.
    var serviceRequestID: String? {
        for name in ["x-request-id", "x-amzn-requestid", "cf-ray"] {
            if let name = HTTPField.Name(name), let id = response.headerFields[name], !id.isEmpty { return id }
        }
        return nil
    }
}
