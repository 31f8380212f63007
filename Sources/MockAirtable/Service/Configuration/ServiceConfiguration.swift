/// How the service behaves. The defaults are those of airtable-api.md 12: where the real service's behaviour is not
/// known, the one that is harder on clients.
public struct ServiceConfiguration: Sendable, Hashable {
    /// Who may use it.
    public var access = AccessOptions()
    /// How many requests it admits.
    public var rate = RateOptions()
    /// How large things may be.
    public var sizes = SizeLimits()
    /// How lists are read.
    public var lists = ListOptions()
    /// How records are written.
    public var writes = WriteOptions()
    /// How cells take values.
    public var values = ValueOptions()
    /// How refusals are worded.
    public var errors = ErrorOptions()
    /// How long requests take.
    public var latency = LatencyModel()
    /// What goes wrong.
    public var faults = FaultPlan()
    /// The seed of all identifiers: one seed and the same requests give the same identifiers.
    public var seed: UInt64 = 1
    /// How many of the newest requests the log keeps at least.
    public var logCapacity = 100_000
    /// Whether changes are collected for a store. Whoever sets it has to call `takeChanges()`, or they pile up.
    var recordsChanges = false

    /// Makes the defaults: the limits of Airtable, no faults, no latency.
    public init() {}
}
