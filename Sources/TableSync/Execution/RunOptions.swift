public import Logging
public import RateLimiting
public import TableModel

/// How a run writes; every setting has a default that suits a service like Airtable.
public struct RunOptions: Sendable {
    /// Lets the service convert strings to the field's type, creating choices and linked records as it goes. Off by
    /// default, since a misspelt choice becomes a new one.
    public var typecast = false
    /// The table's schema: decides which keys the service can match itself, and which cells are equal. Without it every
    /// key is taken to be text that the service can match, and cells are equal only if they are the same.
    public var schema: TableSchema?
    /// What was made for the run, or may be by it, and stays when it is undone, as sentences such as `Field "extra", which the run
    /// created, stays: no API can remove it.` The journal keeps them, for who undoes the run.
    public var lasting: [String] = []
    /// How many rows will come, if known; lets progress tell the requests to come and the time left. A run that stops
    /// then reads on and counts the rows that are left as not attempted; without it, it stops reading.
    public var rowCount: Int?
    /// How many requests may be under way at once, at least 1.
    public var requestsInFlight = 15
    /// How many requests may leave in all, reads and repeats included; nil for any number. When so many have left, what is
    /// under way ends and the rows that are left are not attempted.
    public var maxRequests: Int?
    /// After how many refused rows the run stops although the strategy is to continue; nil for never. What is under way by then
    /// ends, so a few more may be refused.
    public var maxErrors: Int?
    /// What else counts the requests, and may forbid them; nil if the run is not a part of something larger.
    var meter: RequestMeter?
    /// Records of which the journal knows that other runs created them just before.
    var othersRecords: Set<RecordID> = []
    /// Whether records are read before they are changed or deleted by id or key, and written down as they were.
    var readsPreImages = false
    /// How often and how long requests are repeated, and how long a lost write is left alone before it is settled.
    public var retry = RetryPolicy()
    /// The clock of the run, which must be that of the table's client.
    public var time: any TimeSource = SystemTime()
    /// Where the run writes down its requests and outcomes.
    public var log: any RunLog = InMemoryRunLog()
    /// Where a bulk verb keeps a journal on disk, by which it can be resumed and undone; nil for none. One run at a time works on
    /// the table then. Plans have theirs in ``SyncOptions/stateFolder``.
    public var journal: JournalPlace?
    /// Ends the run at its next safe point when it is requested.
    public var stopSignal: StopSignal?
    /// Gets what whoever waits for the run should know meanwhile, as sentences; nil for nobody.
    public var notice: (@Sendable (String) -> Void)?
    /// Gets requests at debug level, by row and outcome, never by value.
    public var logger = Logger(label: "tablesync.run", factory: { _ in SwiftLogNoOpLogHandler() })

    /// Makes options with every default.
    public init() {}
}
