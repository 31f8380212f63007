import TableModel
import TableSync
import Testing

/// Requests that plans cost.
struct PlanCostTests {
    private static let text = [PlanScene.fields[0]]
    private static let email = [PlanScene.field("mail", .email)]

    private func counts(_ create: Int, _ update: Int, _ delete: Int = 0, archive: Int = 0) -> PlanCounts {
        var counts = PlanCounts()
        counts.create = create
        counts.update = update
        counts.delete = delete
        counts.archive = archive
        return counts
    }

    @Test(arguments: [
        (0, 0, 0, 0), (1, 0, 0, 1), (5, 5, 0, 1), (5, 6, 0, 2), (0, 100, 0, 10), (10, 20, 15, 3 + 2 + 1),
        (0, 0, 100, 10 + 1), (0, 0, 101, 11 + 2),
    ])
    func `creates and updates share requests, deletes are read and go by ten`(
        create: Int, update: Int, delete: Int, calls: Int
    ) {
        let cost = PlanCost(of: counts(create, update, delete), key: Self.text, limits: .airtable, made: 2)
        #expect(cost.toCome == calls)
        #expect(cost.total == calls + 2)
    }

    @Test(arguments: [(5, 5, 2), (5, 6, 2), (11, 1, 3), (0, 10, 1)])
    func `a key that the service cannot match keeps creates and updates apart`(create: Int, update: Int, calls: Int) {
        #expect(PlanCost(of: counts(create, update), key: Self.email, limits: .airtable, made: 1).writes == calls)
    }

    @Test func `a rollback keeps creates and updates apart, and reads what is updated unless it was just read`() {
        let cost = { (reads: Bool) in
            PlanCost(
                of: counts(5, 101, 101), key: Self.text, limits: .airtable, made: 1, rollsBack: true,
                readsUpdates: reads)
        }
        #expect(cost(false).writes == 1 + 11 && cost(true).writes == 1 + 11)
        #expect(cost(false).preImages == 2 && cost(true).preImages == 2 + 2)
    }

    @Test func `archived records are updates`() {
        #expect(PlanCost(of: counts(1, 0, archive: 10), key: Self.text, limits: .airtable, made: 1).toCome == 2)
    }

    @Test func `verifying reads what is updated and deleted, and the keys of what is created`() {
        let cost = PlanCost(of: counts(101, 60, 41), key: Self.text, limits: .airtable, made: 1)
        #expect(cost.verification == 2 + 2)
    }

    @Test func `the time follows from the calls`() {
        let cost = PlanCost(of: counts(50, 50), key: Self.text, limits: .airtable, made: 2) { .seconds($0) }
        #expect(cost.duration == .seconds(10))
    }
}
