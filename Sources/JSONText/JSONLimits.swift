/// What a reader of JSON refuses before it costs too much.
public struct JSONLimits: Sendable, Hashable {
    /// How many arrays and objects may be open inside one another; a text that opens one more is refused.
    ///
    /// 512 by default. Reading takes none of the stack, but comparing, hashing, writing and releasing a value take some
    /// for every level: at 512 all of them fit into 512 KiB, the smallest stack of a thread on our platforms, in debug
    /// builds too (measured; a release build needs a sixth of that). Raise it only where stacks are larger.
    public var depth: Int

    /// How many bytes one text, or one element of a ``JSONStream``, may have.
    ///
    /// 256 MiB by default: far above any answer or record of a table service, and below what would exhaust a machine.
    public var bytes: Int

    /// - Parameters:
    ///   - depth: The deepest nesting that is read.
    ///   - bytes: The longest text or element that is read, in bytes.
    public init(depth: Int = 512, bytes: Int = 256 << 20) {
        self.depth = depth
        self.bytes = bytes
    }
}
