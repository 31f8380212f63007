package import TableModel

/// What a plan costs in requests, which are metered by the month, and in time.
public struct PlanCost: Sendable, Hashable {
    /// Requests that making the plan took: the schema and the refresh of the snapshot.
    public var made: Int
    /// Requests that create and update.
    public var writes: Int
    /// Requests that read what will be deleted, so that it can be brought back, and for a rollback what will be changed, unless it
    /// was read when the plan was made.
    public var preImages: Int
    /// Requests that delete.
    public var deletes: Int
    /// Requests that look whether the table is still what the plan saw; only a plan that was saved is verified.
    public var verification: Int
    /// How long the requests to come take at the service's pace, answers and verification not included; nil if nothing
    /// limits them or the pace is not known.
    public var duration: Duration?

    package init(made: Int, writes: Int, preImages: Int, deletes: Int, verification: Int, duration: Duration? = nil) {
        self.made = made
        self.writes = writes
        self.preImages = preImages
        self.deletes = deletes
        self.verification = verification
        self.duration = duration
    }

    /// The cost of a plan of so many steps.
    ///
    /// Creates and updates share requests if the service can match the key itself; otherwise, and if all may have to be put back,
    /// updates go by id and creates by themselves.
    ///
    /// - Parameters:
    ///   - rollsBack: Whether all is put back if a row fails.
    ///   - readsUpdates: Whether what is changed is read first for that.
    package init(
        of counts: PlanCounts, key: [FieldSchema], limits: RemoteLimits, made: Int, rollsBack: Bool = false,
        readsUpdates: Bool = false, forecast: (Int) -> Duration? = { _ in nil }
    ) {
        let updates = counts.update + counts.archive
        let merges =
            !rollsBack && key.count <= limits.mergeFields && key.allSatisfy { limits.mergeableTypes.contains($0.type) }
        func pages(_ count: Int) -> Int { (count + limits.recordsPerPage - 1) / limits.recordsPerPage }
        func chunks(_ count: Int) -> Int { (count + limits.recordsPerWrite - 1) / limits.recordsPerWrite }
        self.init(
            made: made,
            writes: merges ? chunks(counts.create + updates) : chunks(counts.create) + chunks(updates),
            preImages: pages(counts.delete) + (rollsBack && readsUpdates ? pages(updates) : 0),
            deletes: chunks(counts.delete),
            verification: pages(updates + counts.delete) + pages(counts.create))
        duration = forecast(toCome)
    }

    /// Requests that carrying the plan out takes, verification not included.
    public var toCome: Int { writes + preImages + deletes }
    /// Requests of making the plan and carrying it out at once.
    public var total: Int { made + toCome }
}
