import JSONText
import TableModel

extension StateFile: ChangeStore {}

extension MockService {
    /// Opens a service whose bases, tables and records are kept in an SQLite file, and makes the file and its folder if
    /// they are not there.
    ///
    ///     let service = try MockService.open(stateFile: ".tablesync/local.sqlite", configuration)
    ///     let transport = InProcessTransport(service.exchange)
    ///
    /// What a request changes is on disk before its answer goes out: it outlives a kill of the process, and a power cut but
    /// for the last fraction of a second. Running lists, rate windows, late writes and the log are not kept. Only one
    /// process at a time can have the file open; it is free after ``close()`` and when the process ends.
    ///
    /// - Parameters:
    ///   - stateFile: The path of the file. Files and folders made are readable by their owner only.
    ///   - configuration: How the service behaves.
    ///   - schemaFile: The path of a file that describes a base; see ``ServeOptions/schemaFile``. A base that the state file
    ///     has already stays as it is.
    ///   - clock: What latencies are waited on, and what the service's time runs by.
    /// - Throws: ``StateFileError``, ``SchemaFileError``.
    public static func open(
        stateFile: String, _ configuration: ServiceConfiguration = ServiceConfiguration(), schemaFile: String? = nil,
        clock: some Clock<Duration> = ContinuousClock()
    ) throws -> MockService {
        let file = try StateFile(path: stateFile)
        var kept = configuration
        kept.recordsChanges = true
        // Another seed at each start, or the ids of tables and fields of the first would come again.
        var mixer = IDGenerator(seed: UInt64(file.starts))
        kept.seed ^= mixer.next()
        var machine = AirtableService(configuration: kept)
        try file.read { machine.restore($0) }
        try file.countStart()
        if let schemaFile {
            let schema = try SchemaFile(path: schemaFile, configuration: configuration, now: MockClock.systemTime)
            if machine.state.bases[schema.base] == nil {
                try file.write(schema.changes)
                for change in schema.changes { machine.restore(change) }
            }
        }
        return MockService(machine, store: file, clock: clock)
    }

    /// A service in memory that begins with the base of a schema file.
    ///
    /// - Throws: ``SchemaFileError``.
    public static func inMemory(
        _ configuration: ServiceConfiguration = ServiceConfiguration(), schemaFile: String,
        clock: some Clock<Duration> = ContinuousClock()
    ) throws(SchemaFileError) -> MockService {
        let schema = try SchemaFile(path: schemaFile, configuration: configuration, now: MockClock.systemTime)
        var machine = AirtableService(configuration: configuration)
        for change in schema.changes { machine.restore(change) }
        return MockService(machine, store: nil, clock: clock)
    }
}
