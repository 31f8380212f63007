/// What a mock server is started with.
public struct ServeOptions: Sendable {
    /// The address it listens on. The default is this machine's own: nobody else can reach it.
    public var host = "127.0.0.1"
    /// The port it listens on; 0 for one that the system chooses, which ``ServerStart/port`` tells.
    public var port = 0
    /// How the service behaves: tokens, limits, latency, faults.
    public var configuration = ServiceConfiguration()
    /// The path of the SQLite file that keeps bases, tables and records; nil for memory only. It is made if it is not there.
    public var stateFile: String?
    /// The path of a JSON file that describes a base, in the form in which the service answers a schema, with records if
    /// wanted: `{"id": "app…", "name": "Sales", "tables": [{"name", "fields": [{"name", "type", "options"}],
    /// "views": [{"name", "filterByFormula"}], "records": [{"fields": {…}}]}]}`. Ids may be left out; link fields may name
    /// tables and fields instead. A base that the state file has already stays as it is.
    public var schemaFile: String?
    /// The path of a file to which every request is appended as a line of JSON; see ``AccessLogEntry/jsonLine``. Nil for
    /// none.
    public var accessLogFile: String?

    /// Makes the defaults.
    public init() {}
}
