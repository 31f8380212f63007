import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Which plans have been carried out on this machine: a plan is good once.
///
/// One empty file for each, made only if it is not there, so that of two processes with one plan one goes on.
struct AppliedPlans: Sendable {
    private let folder: String

    /// - Parameter stateFolder: The user's state folder.
    init(in stateFolder: String) { folder = stateFolder + "/applied" }

    /// Marks the plan as carried out.
    ///
    /// - Throws: ``PlanUsed`` if it was already.
    func take(_ id: String) throws {
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let descriptor = open("\(folder)/\(id)", O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            if errno == EEXIST { throw PlanUsed() }
            throw StateFolderProblem(path: folder, reason: String(cString: strerror(errno)))
        }
        close(descriptor)
    }

    /// Makes a plan good again of which nothing was written.
    func release(_ id: String) { unlink("\(folder)/\(id)") }
}
