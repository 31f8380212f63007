import HTTPTypes
import Logging
import Synchronization
import TableModel

/// What is logged of requests, at debug: never the token, never a query, never a body.
final class RequestLog: Sendable {
    private let logger: Logger
    private let count = Atomic<UInt64>(0)
    private let sent = Atomic<Int>(0)

    init(_ logger: Logger) { self.logger = logger }

    /// The id of the next request, unlike that of any other of this client.
    func nextID() -> String { "request-\(count.add(1, ordering: .relaxed).newValue)" }

    /// How many requests have gone out on a connection.
    var requestsSent: Int { sent.load(ordering: .relaxed) }

    func countSent() { sent.add(1, ordering: .relaxed) }

    func exchange(
        _ request: APIRequest, id: String, outcome: Result<TransportAnswer, TransportError>, attempt: String,
        error: RemoteError?, took: Duration
    ) {
        logger.debug("Request ended", metadata: metadata(request, id, outcome, attempt, error, took))
    }

    func retry(_ request: APIRequest, after wait: Duration, because error: RemoteError) {
        logger.debug(
            "Request will be sent again",
            metadata: [
                "method": "\(request.method.rawValue)", "path": "\(path(of: request))", "wait": "\(wait)",
                "code": "\(error.code)",
            ])
    }

    private func metadata(
        _ request: APIRequest, _ id: String, _ outcome: Result<TransportAnswer, TransportError>, _ attempt: String,
        _ error: RemoteError?, _ took: Duration
    ) -> Logger.Metadata {
        var metadata: Logger.Metadata = [
            "request-id": "\(id)", "method": "\(request.method.rawValue)", "path": "\(path(of: request))",
            "attempt": "\(attempt)", "duration": "\(took)",
        ]
        switch outcome {
        case .success(let answer):
            metadata["status"] = "\(answer.response.status.code)"
            if let id = error?.requestID, id != metadata["request-id"]?.description { metadata["service-id"] = "\(id)" }
        case .failure(let failure): metadata["failure"] = "\(failure)"
        }
        if let code = error?.code { metadata["code"] = "\(code)" }
        if let type = error?.type { metadata["type"] = "\(type)" }
        return metadata
    }

    private func path(of request: APIRequest) -> String {
        "/v0/" + request.path.map(PercentEncoding.encode).joined(separator: "/")
    }
}
