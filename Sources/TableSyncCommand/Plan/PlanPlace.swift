import AirtableAPI
import FoundationEssentials

/// Where what plans need between runs is kept, and by which name it knows the service.
struct PlanPlace: Sendable, Hashable {
    let stateFolder: String
    let service: String

    /// - Throws: ``CommandError`` with exit code 3 if the environment names no place.
    init(
        _ options: ConnectionOptions, address: ServiceAddress, environment: [String: String]
    ) throws(CommandError) {
        self.init(
            stateFolder: try Self.folder(isLocal: options.local, environment: environment),
            service: options.local ? "local" : Self.host(address))
    }

    /// The state folder of the store on this machine, or the user's.
    ///
    /// - Throws: ``CommandError`` with exit code 3 if the environment names no place.
    static func folder(isLocal: Bool, environment: [String: String]) throws(CommandError) -> String {
        // It belongs to the store beside it, and goes with it.
        if isLocal { return ".tablesync/state" }
        guard let folder = StatePlace.directory(environment) else {
            throw CommandError(
                .invalidSource,
                "There is no place for what is known of the table: set TABLESYNC_STATE_DIR to a folder of yours.")
        }
        return folder
    }

    init(stateFolder: String, service: String) {
        self.stateFolder = stateFolder
        self.service = service
    }

    /// Makes the state folder if it is not there.
    ///
    /// - Throws: ``CommandError`` with exit code 74 if it cannot be made or written to.
    func prepare() throws(CommandError) {
        let files = FileManager.default
        var isFolder = false
        try? files.createDirectory(
            atPath: stateFolder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let fault =
            !files.fileExists(atPath: stateFolder, isDirectory: &isFolder)
            ? "cannot be made"
            : !isFolder ? "is no folder" : !files.isWritableFile(atPath: stateFolder) ? "cannot be written to" : nil
        guard let fault else { return }
        throw CommandError(
            .cannotWrite,
            "The state folder \(stateFolder) \(fault). Nothing was sent. Mend that, or set TABLESYNC_STATE_DIR to another folder."
        )
    }

    /// The address without its scheme.
    private static func host(_ address: ServiceAddress) -> String {
        "\(address)".split(separator: "/", omittingEmptySubsequences: true).dropFirst().joined(separator: "/")
    }
}
