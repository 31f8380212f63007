/// The way in which the table's state was to be known cannot be taken; nothing was read or written.
public struct RefreshRefused: Error, Sendable, Hashable, CustomStringConvertible {
    /// Why not, as a sentence.
    public let description: String
}
