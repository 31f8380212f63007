import AirtableAPI
import HTTPTypes
import Locking
import MockAirtable
import RateLimiting
import TestSupport

/// A transport with connections: a request takes one that is free, or waits until a new one is open; only then its head goes
/// out, as with handshakes on a real network.
struct ConnectingTransport: HTTPTransport {
    let service: MockService
    let time: VirtualTime
    /// How long opening a connection takes.
    let opening: Duration
    private let pool = Pool()

    private final class Pool: Sendable {
        private let free = Guarded(0)

        func take() -> Bool {
            free.withLock { count in
                guard count > 0 else { return false }
                count -= 1
                return true
            }
        }

        func giveBack() { free.withLock { $0 += 1 } }
    }

    init(service: MockService, time: VirtualTime, opening: Duration) {
        self.service = service
        self.time = time
        self.opening = opening
    }

    func send(
        _ request: HTTPRequest, body: [UInt8], timeout: Duration, onHead: @escaping @Sendable () -> Void
    ) async throws(TransportError) -> TransportAnswer {
        do {
            if !pool.take() { try await time.sleep(for: opening) }
            defer { pool.giveBack() }
            onHead()
            let (response, bytes) = try await service.exchange(request, body: body)
            return TransportAnswer(response: response, body: bytes)
        } catch {
            throw TransportError(.noAnswer, mayHaveArrived: true, message: "\(error)")
        }
    }
}
