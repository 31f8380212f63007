/// Where the command keeps what outlives a run.
enum StatePlace {
    /// The user's state folder: TABLESYNC_STATE_DIR, or `tablesync` in XDG_STATE_HOME, or the system's place for it.
    static func directory(_ environment: [String: String]) -> String? {
        if let said = nonEmpty(environment["TABLESYNC_STATE_DIR"]) { return said }
        if let state = nonEmpty(environment["XDG_STATE_HOME"]) { return state + "/tablesync" }
        guard let home = nonEmpty(environment["HOME"]) else { return nil }
        #if os(macOS)
            return home + "/Library/Application Support/tablesync"
        #else
            return home + "/.local/state/tablesync"
        #endif
    }

    /// The file of the embedded store, in the working directory.
    static let localStore = ".tablesync/local.sqlite"

    private static func nonEmpty(_ text: String?) -> String? { text.flatMap { $0.isEmpty ? nil : $0 } }
}
