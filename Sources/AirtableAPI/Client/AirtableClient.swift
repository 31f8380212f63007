import HTTPTypes
public import Logging
public import RateLimiting
public import TableModel

/// A client of Airtable's Web API, or of a service that behaves like it.
///
/// ```swift
/// let client = AirtableClient(token: try AccessToken(text), transport: AsyncHTTPTransport.shared)
/// let users = try await client.base("appA1B2C3D4E5F6G7").table("Users")
/// for try await record in users.records(RecordSelection(fields: ["Name"])) { use(record) }
/// ```
///
/// Each verb is one request, except where it says otherwise, sent at the pace that the limiter keeps. Whatever takes more
/// (any number of rows, lost answers, undo) is the TableSync library's, which drives an ``AirtableTable``.
///
/// The verbs throw `RemoteError` when the service did not do what was asked, and `CancellationError` when
/// the task was cancelled before the request left; one that has left is awaited to its end. Requests that certainly had no
/// effect are sent again, and so are reads whatever happened to them; a write whose answer is lost is not, and throws with
/// the code `RemoteError.Code.noAnswer`, `RemoteError.Code.serverFault` or
/// `RemoteError.Code.unreadableAnswer`: look before sending it again.
///
/// Through swift-metrics it counts, by `kind` of request (`schema`, `read`, `write`, `delete`, `account`):
/// `airtable_requests` (also by `outcome`: `applied`, `not-applied`, `unknown`, `rejected`, `fatal`), `airtable_retries`
/// (those of them that are the same as one before that was refused for the pace, did not arrive or was not answered,
/// whoever sends it again: the client's own verbs, or what drives a table as a remote table), `airtable_waits` (10 ms or
/// longer for the pace) and `airtable_rows` (records in answers, read, written or deleted).
public struct AirtableClient: Sendable {
    let caller: Caller

    /// Makes a client.
    ///
    /// - Parameters:
    ///   - token: Whose requests they are.
    ///   - address: Where the service is reached.
    ///   - transport: What sends the requests: `AsyncHTTPTransport`, or an ``InProcessTransport``.
    ///   - limiter: What keeps the pace. Clients of one process that use one base must share it, or share its state
    ///     directory.
    ///   - requestTimeout: How long one request may take in all, answer included. Less than a minute is unwise, since
    ///     the service may be at work on a write for 20 seconds and more. Reads get no longer than the `longestTime` of
    ///     `retry` leaves them, but 5 seconds at least.
    ///   - retry: How often the verbs send again what had no effect. Where a table is driven as a remote table nothing is sent
    ///     again.
    ///   - time: The clock, which must be the limiter's.
    ///   - logger: Told of every request at debug: method, path, status, duration and ids; never the token, a query or a
    ///     cell.
    public init(
        token: AccessToken, address: ServiceAddress = .airtable, transport: any HTTPTransport,
        limiter: RateLimiter = RateLimiter(), requestTimeout: Duration = .seconds(90),
        retry: RetryPolicy = RetryPolicy(), time: any TimeSource = SystemTime(),
        logger: Logger = Logger(label: "AirtableAPI")
    ) {
        self.init(
            sender: RequestSender(
                address: address, token: token, transport: transport, limiter: limiter, time: time,
                timeout: requestTimeout, log: RequestLog(logger), metrics: ClientMetrics()),
            retry: retry, generator: SystemRandomNumberGenerator())
    }

    init(sender: RequestSender, retry: RetryPolicy, generator: any RandomNumberGenerator & Sendable) {
        caller = Caller(sender: sender, policy: retry, generator: generator)
    }

    /// How many requests have left so far, for all bases; those that wait for their turn are not among them.
    public var requestsSent: Int { caller.sender.log.requestsSent }

    /// Asks whom the token belongs to. Needs no scope, so it tells whether a token is good at all.
    public func whoami() async throws -> Account {
        let request = APIRequest(
            method: .get, path: ["meta", "whoami"], kind: .account, subject: .account,
            attempted: "ask whom the token belongs to")
        return try await caller.call(request, decode: Account.init(answer:))
    }

    /// Lists the bases that the token can reach, in one request for each thousand of them. Needs the scope
    /// `schema.bases:read`.
    public func bases() async throws -> [BaseSummary] {
        var bases: [BaseSummary] = []
        var offsets: Set<String> = []
        var offset: String?
        repeat {
            var request = APIRequest(
                method: .get, path: ["meta", "bases"], kind: .account, subject: .account, attempted: "list the bases")
            if let offset { request.query = [("offset", offset)] }
            let page = try await caller.call(request, decode: BasePage.init(answer:))
            bases += page.bases
            offset = page.offset
            if let offset, !offsets.insert(offset).inserted {
                throw RemoteError(
                    .unreadableAnswer, message: "the service gave the same offset twice, so the list never ends",
                    attempted: "list the bases")
            }
        } while offset != nil
        return bases
    }

    /// The base of that id; nothing is asked of the service.
    public func base(_ id: BaseID) -> AirtableBase { AirtableBase(id: id, caller: caller) }

    /// The base of that id, `app` and 14 letters or digits.
    ///
    /// - Throws: `RemoteError` with the code `RemoteError.Code.invalidRequest` if it does not have that form.
    public func base(_ id: String) throws(RemoteError) -> AirtableBase {
        guard let id = BaseID(rawValue: id) else {
            throw RemoteError(
                .invalidRequest, message: "an id of a base is \"app\" and 14 letters or digits",
                attempted: "use \"\(id)\" as a base", remedy: "Copy it from the base's address in the browser.")
        }
        return base(id)
    }
}
