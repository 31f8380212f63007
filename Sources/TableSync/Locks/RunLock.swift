public import FoundationEssentials
import TableModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The right to write to one or several tables, which one run on this machine has at a time.
///
/// The lock is the system's, on a file in the state folder: it ends with the process, however that ends. Files are never
/// removed, so that two processes cannot hold two files of one name.
public final class RunLock: Sendable {
    private let descriptors: [Int32]

    /// Takes the lock of each table, all in one order, so that runs that share tables cannot wait for each other.
    ///
    /// - Parameters:
    ///   - targets: The tables; one that is named twice is locked once.
    ///   - stateFolder: The user's state folder.
    ///   - date: What others are told as the moment since when the run is at work.
    /// - Throws: ``RunInProgress`` if another run has one of them, and ``StateFolderProblem``. None is held then.
    public init(_ targets: [PlanTarget], in stateFolder: String, since date: Date) throws {
        let folder = stateFolder + "/locks"
        try Self.makeFolder(folder)
        var held: [Int32] = []
        do {
            let named = Dictionary(targets.map { (Self.fileName($0), $0) }) { first, _ in first }
            for (file, target) in named.sorted(by: { $0.key < $1.key }) {
                held.append(try Self.lock("\(folder)/\(file)", target, since: date))
            }
        } catch {
            for descriptor in held { close(descriptor) }
            throw error
        }
        descriptors = held
    }

    deinit { for descriptor in descriptors { close(descriptor) } }

    private static func fileName(_ target: PlanTarget) -> String {
        let hash = Journal.hash(target.service, target.base, target.table.rawValue)
        return "\(Journal.plain(target.base))-\(Journal.plain(target.table.rawValue))-\(hash).lock"
    }

    private static func makeFolder(_ folder: String) throws {
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw StateFolderProblem(path: folder, reason: String(cString: strerror(errno)))
        }
    }

    private static func lock(_ path: String, _ target: PlanTarget, since date: Date) throws -> Int32 {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw StateFolderProblem(path: path, reason: String(cString: strerror(errno))) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            defer { close(descriptor) }
            guard errno == EWOULDBLOCK else {
                throw StateFolderProblem(path: path, reason: String(cString: strerror(errno)))
            }
            throw RunInProgress(table: target.name, holder: RunInProgress.Holder(text: text(of: descriptor)))
        }
        // The text is for the message only; that it cannot be written is no reason not to run.
        let holder = Array(RunInProgress.Holder(process: getpid(), since: date).text.utf8)
        _ = ftruncate(descriptor, 0)
        _ = pwrite(descriptor, holder, holder.count, 0)
        return descriptor
    }

    private static func text(of descriptor: Int32) -> String {
        var bytes = [UInt8](repeating: 0, count: 100)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
    }
}
