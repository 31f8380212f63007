/// Why processes cannot share their pace, as a sentence for people.
///
/// The limiter goes on and paces its own process; only other processes on the same base are not seen.
public struct StateProblem: Error, Sendable, Hashable, CustomStringConvertible {
    /// The file or folder that the problem is about.
    public let path: String
    /// What failed, such as `making the folder failed (Permission denied)`.
    public let reason: String

    public var description: String {
        """
        The pace could not be shared with other processes: \(reason): \(path). \
        This process alone keeps to the limit; several at once on one base may exceed it. \
        Make that path writable, or name another state folder.
        """
    }
}
