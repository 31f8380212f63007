/// Where the next page begins; opaque, and good only for the query that gave it.
public struct PageCursor: Sendable, Hashable {
    /// What the service called the place.
    public let text: String
    /// Makes a cursor of the service's own text.
    public init(_ text: String) { self.text = text }
}
