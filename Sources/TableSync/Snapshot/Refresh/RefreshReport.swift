/// What a refresh did.
package struct RefreshReport: Sendable, Hashable {
    /// The methods that were used, in their order.
    package var methods: [RefreshMethod] = []
    package var cost = ReadCost()
    /// Records that were new to the snapshot.
    package var new = 0
    /// Records that were known with other cells.
    package var changed = 0
    /// Records that were as known.
    package var same = 0
    /// Records that were known and are gone.
    package var vanished = 0
    /// Whether all was read that the method looks at; false if a probe found more than a page.
    package var isExhaustive = true

    package init() {}

    /// Whether every record that the plan may change was read just now.
    package var hasReadRecords: Bool { methods.allSatisfy { $0 == .full || $0 == .keys } }

    mutating func note(_ sighting: SnapshotChange.Sighting) {
        switch sighting {
        case .new: new += 1
        case .changed: changed += 1
        case .same: same += 1
        }
    }

    mutating func note(_ cost: ReadCost) {
        self.cost.requests += cost.requests
        self.cost.repeats += cost.repeats
    }

    mutating func add(_ other: RefreshReport) {
        methods += other.methods
        note(other.cost)
        new += other.new
        changed += other.changed
        same += other.same
        vanished += other.vanished
        isExhaustive = other.isExhaustive
    }
}
