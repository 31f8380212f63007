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
/// One empty file for each that was saved, made only if it is not there, so that of two processes with one plan one goes on.
/// The mark is made when the journal has the run that carries the plan out, and before the first write: whoever is told that a plan
/// is used finds a run to go on with. A plan without a name is known to this process alone, and marks itself.
struct AppliedPlans: Sendable {
    private let folder: String

    /// - Parameter stateFolder: The user's state folder.
    init(in stateFolder: String) { folder = stateFolder + "/applied" }

    /// - Throws: ``PlanUsed`` if the plan was carried out already.
    func requireUnused(_ plan: Plan) throws(PlanUsed) {
        let file = plan.operations.file
        if file.isKept ? access(path(of: plan), F_OK) == 0 : file.isUsed { throw PlanUsed() }
    }

    /// Marks the plan as carried out.
    ///
    /// - Throws: ``PlanUsed`` if it was already.
    func take(_ plan: Plan) throws {
        let file = plan.operations.file
        guard file.isKept else {
            guard file.take() else { throw PlanUsed() }
            return
        }
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let descriptor = open(path(of: plan), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            if errno == EEXIST { throw PlanUsed() }
            throw problem
        }
        close(descriptor)
        try syncFolder()
    }

    /// Makes a plan good again of which nothing was written.
    func release(_ plan: Plan) {
        if plan.operations.file.isKept { unlink(path(of: plan)) } else { plan.operations.file.release() }
    }

    private func path(of plan: Plan) -> String { "\(folder)/\(plan.header.id)" }

    /// Has the mark outlive a power cut that follows the first write.
    private func syncFolder() throws(StateFolderProblem) {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw problem }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw problem }
    }

    private var problem: StateFolderProblem {
        StateFolderProblem(path: folder, reason: String(cString: strerror(errno)))
    }
}
