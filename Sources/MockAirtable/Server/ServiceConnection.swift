import HTTPTypes
import HummingbirdCore
import Locking
import NIOCore

/// One TCP connection: takes its requests one after the other to the service, and its answers back.
final class ServiceConnection: Sendable {
    private let number: Int
    private let front: ServiceFront
    private let hadRequest = Guarded(false)

    init(number: Int, front: ServiceFront) {
        self.number = number
        self.front = front
    }

    /// Thrown to have the connection closed without an answer, or in the middle of one.
    private struct Dropped: Error {}

    /// Reads a request whole, has it carried out, and writes the answer.
    @concurrent
    func respond(to request: Request, _ writer: consuming ResponseWriter) async throws {
        // curl asks before it sends a body of more than a megabyte, and waits a second for leave.
        if request.headers[.expect]?.lowercased() == "100-continue" {
            try await writer.writeInformationalHead(HTTPResponse(status: .continue))
        }
        let body = try await read(request.body)
        guard request.method != .options else {
            // What a browser asks before a request from another origin (airtable-api.md 1.3); it is not counted.
            return try await writer.writeResponse(CrossOrigin.head)
        }
        let received = front.service.now
        let (reply, entry) = try await front.perform(
            ServiceRequest(request.head, body: body), connectionCost: connectionCost())
        front.log(reply, entry, received: received, connection: number)
        guard case .answer(var head, let bytes) = reply.ending else { throw Dropped() }
        if case .fault(.cutAnswer)? = entry?.outcome {
            head.headerFields[.contentLength] = String(bytes.count * 2 + 1)
            var body = try await writer.writeHead(head)
            try await body.write(ByteBuffer(bytes: bytes))
            throw Dropped()
        }
        head.headerFields[.contentLength] = String(bytes.count)
        if request.method == .head {
            try await writer.writeResponse(head)
        } else {
            try await writer.write(response: head, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
        }
    }

    /// The bytes of a body; of one that the service refuses for its size only as many as it takes to see that.
    private func read(_ body: RequestBody) async throws -> [UInt8] {
        let limit = front.configuration.sizes.bodyBytes + 1
        var bytes: [UInt8] = []
        for try await buffer in body {
            bytes.append(contentsOf: buffer.readableBytesView.prefix(limit - bytes.count))
        }
        return bytes
    }

    private func connectionCost() -> Duration {
        let isFirst = hadRequest.withLock { hadRequest in
            defer { hadRequest = true }
            return !hadRequest
        }
        return isFirst ? front.configuration.latency.perNewConnection : .zero
    }
}

/// What browsers are told about requests from pages of other origins (airtable-api.md 1.3).
private enum CrossOrigin {
    static var head: HTTPResponse {
        var head = HTTPResponse(status: .ok)
        head.headerFields[.contentLength] = "0"
        head.headerFields[.accessControlAllowOrigin] = "*"
        head.headerFields[.accessControlAllowMethods] = "DELETE,GET,OPTIONS,PATCH,POST,PUT"
        head.headerFields[.accessControlAllowHeaders] =
            "authorization,content-length,content-type,user-agent,x-airtable-application-id,"
            + "x-airtable-user-agent,x-api-version,x-requested-with"
        return head
    }
}
