import TableModel

/// What is known of a run when it begins.
public struct RunDescription: Sendable, Hashable {
    /// What began it, such as `push users.csv`.
    public var what: String
    /// The table.
    public var target: PlanTarget
    /// What was to be done about a refused row, as settings name it.
    public var strategy: String
    /// The fields by which a record to create is recognised; empty if rows have no key.
    public var key: [String]
    /// The header of the plan that is carried out; nil for a run without one, which cannot be finished later.
    public var plan: PlanHeader?
    /// How many rows a run without a plan has: the caller says so beforehand, or the end of its input does; nil until then, and with a
    /// plan.
    public internal(set) var rowCount: Int?
    /// What the table's fields are called, by their ids, as far as that is known.
    var fields: [FieldID: String] = [:]
    /// The last event of the run when nothing that it had sent could be under way any more; nil until a later run has waited for that.
    var quietEvent: Int64?
    /// What is known of the cells that the run changes; what it read for itself, as deletes do, is known besides.
    public var preImages: PreImages
    /// Whether the plan has nothing that forbids its deletes, such as rows that cannot be written.
    public var mayDelete: Bool
    /// What stays when the run is undone, as sentences; see ``RunOptions/lasting``.
    public var lasting: [String] = []
    /// Whether no run before this one has left open in the plan's snapshot what it wrote.
    var closesSnapshot = false
    /// The run that this one undoes; nil for any other run.
    public var undoes: RunID?
    /// Whether that is undone since a row of it failed, and not since somebody asked for it.
    public var isRollback = false

    /// Describes a run without a plan.
    public init(_ what: String, target: PlanTarget, strategy: String, key: [String] = [], undoes: RunID? = nil) {
        self.what = what
        self.target = target
        self.strategy = strategy
        self.key = key
        plan = nil
        preImages = .unknown
        mayDelete = false
        self.undoes = undoes
    }

    /// Describes the run that carries out a plan.
    ///
    /// - Parameter preImages: What is known of the cells that it changes; nil if that is what the plan says.
    public init(_ what: String, plan: Plan, strategy: String, preImages: PreImages? = nil) {
        let header = plan.header
        self.init(what, target: header.target, strategy: strategy, key: header.managed.key.map(\.name))
        self.plan = header
        fields = header.fieldNames
        self.preImages = preImages ?? header.basis.preImages
        mayDelete = plan.counts.invalid == 0
    }
}

extension PlanHeader {
    /// The names of the fields that the plan knows, by their ids.
    var fieldNames: [FieldID: String] {
        let managed = [managed, whole].compactMap(\.self)
        return [FieldID: String](managed.flatMap { $0.fields + $0.alsoRead })
    }
}

extension [FieldID: String] {
    /// The names of fields. Those of an inferred schema, which have their names for ids, are left out.
    init(_ fields: [FieldSchema]) {
        let pairs = fields.filter { $0.id.rawValue != $0.name }.map { ($0.id, $0.name) }
        self.init(pairs) { first, _ in first }
    }
}
