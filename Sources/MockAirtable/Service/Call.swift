import TableModel

/// A request that was admitted, by whom and when.
struct Call: Sendable {
    let request: IncomingRequest
    let token: ServiceToken
    var now: ServiceInstant
}
