#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What must stay the same for a file to count as unchanged between two passes.
struct FileIdentity: Sendable, Hashable {
    var device: UInt64
    var inode: UInt64
    var size: Int64
    var modifiedSeconds: Int64
    var modifiedNanoseconds: Int64
    var kind: UInt32

    /// Whether it can be read again from its start; pipes and terminals cannot.
    var isRegularFile: Bool { kind == UInt32(S_IFREG) }
    var isFolder: Bool { kind == UInt32(S_IFDIR) }
}
