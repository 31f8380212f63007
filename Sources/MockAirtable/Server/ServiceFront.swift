import HTTPTypes
import HummingbirdCore
import Locking
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle

/// The HTTP front of a service: all methods and paths go to it, over as many connections as clients open.
///
/// It runs until the task is cancelled or a graceful shutdown is asked for; then it accepts no more connections, closes
/// those that are idle, and lets requests that are under way come to their answers.
final class ServiceFront: Sendable {
    let service: MockService
    let configuration: ServiceConfiguration
    private let accessLog: AccessLog
    private let stop: @Sendable (any Error) -> Void
    private let connections = Guarded(0)

    /// - Parameter stop: Called when the service can go on no longer, with the reason.
    init(
        _ service: MockService, configuration: ServiceConfiguration, accessLog: AccessLog,
        stop: @escaping @Sendable (any Error) -> Void = { _ in }
    ) {
        self.service = service
        self.configuration = configuration
        self.accessLog = accessLog
        self.stop = stop
    }

    /// Listens until the end.
    ///
    /// - Parameter onListening: Called with the port once connections are accepted.
    func run(
        host: String, port: Int, logger: Logger, onListening: @escaping @Sendable (Int) async -> Void
    ) async throws {
        let server = ServiceChannel(front: self).server(
            configuration: ServerConfiguration(address: .hostname(host, port: port)),
            onServerRunning: { await onListening($0.localAddress?.port ?? port) },
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton, logger: logger)
        do {
            try await server.run()
        } catch let error as IOError {
            throw ServeError.cannotListen(
                host: host, port: port, SystemText.text(of: error.errnoCode),
                code: error.errnoCode == SystemText.addressInUse ? .portInUse : .cannotListen)
        } catch let error as NIOConnectionError {
            throw ServeError.cannotListen(host: host, port: port, "\(error.host) is no address of this machine")
        } catch let error as SocketAddressError {
            throw ServeError.cannotListen(host: host, port: port, "\(error)")
        }
    }

    func perform(
        _ request: ServiceRequest, connectionCost: Duration
    ) async throws -> (reply: ServiceReply, entry: RequestLogEntry?) {
        do {
            return try await service.perform(request, connectionCost: connectionCost)
        } catch let error as StateFileError {
            stop(error)
            throw error
        }
    }

    func log(_ reply: ServiceReply, _ entry: RequestLogEntry?, received: ServiceInstant, connection: Int) {
        guard let entry else { return }
        var status: Int?
        if case .answer(let head, _) = reply.ending { status = head.status.code }
        accessLog.add(
            AccessLogEntry(
                index: entry.index, received: received, counted: entry.received, ended: service.now,
                method: entry.method, path: entry.path, verb: entry.verb, recordCount: entry.recordCount,
                status: status, isAdmitted: entry.isAdmitted, connection: connection))
    }

    fileprivate func openConnection() -> ServiceConnection {
        let number = connections.withLock { count in
            count += 1
            return count
        }
        return ServiceConnection(number: number, front: self)
    }
}

/// Hummingbird's HTTP/1.1 channel with a ``ServiceConnection`` for each connection.
private struct ServiceChannel: ServerChildChannel {
    let front: ServiceFront
    /// Only its set-up is used: requests are answered by the connections.
    private let pipeline = HTTP1Channel { _, _, _ in }

    init(front: ServiceFront) { self.front = front }

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<HTTP1Channel.Value> {
        pipeline.setup(channel: channel, logger: logger)
    }

    func handle(value: HTTP1Channel.Value, logger: Logger) async {
        let connection = front.openConnection()
        let channel = HTTP1Channel { request, writer, _ in try await connection.respond(to: request, writer) }
        await channel.handle(value: value, logger: logger)
    }
}
