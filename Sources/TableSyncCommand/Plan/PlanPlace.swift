import AirtableAPI

/// Where what plans need between runs is kept, and by which name it knows the service.
struct PlanPlace: Sendable, Hashable {
    let stateFolder: String
    let service: String

    /// - Throws: ``CommandError`` with exit code 3 if the environment names no place.
    init(
        _ options: ConnectionOptions, address: ServiceAddress, environment: [String: String]
    ) throws(CommandError) {
        if options.local {
            // It belongs to the store beside it, and goes with it.
            self.init(stateFolder: ".tablesync/state", service: "local")
            return
        }
        guard let folder = StatePlace.directory(environment) else {
            throw CommandError(
                .invalidSource,
                "There is no place for what is known of the table: set TABLESYNC_STATE_DIR to a folder of yours.")
        }
        self.init(stateFolder: folder, service: Self.host(address))
    }

    init(stateFolder: String, service: String) {
        self.stateFolder = stateFolder
        self.service = service
    }

    /// The address without its scheme.
    private static func host(_ address: ServiceAddress) -> String {
        "\(address)".split(separator: "/", omittingEmptySubsequences: true).dropFirst().joined(separator: "/")
    }
}
