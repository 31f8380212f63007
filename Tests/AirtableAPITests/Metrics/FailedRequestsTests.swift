import RateLimiting
import TableModel
import Testing

@testable import AirtableAPI

/// What is taken for a repetition.
@Suite struct FailedRequestsTests {
    /// Which of `fingerprints`, as they leave one after the other, repeat one that failed.
    private func repetitions(_ fingerprints: [Int], _ failed: FailedRequests) -> [Bool] {
        var failed = failed
        return fingerprints.map { failed.leaves($0) }
    }

    @Test("each failure makes one repetition, whoever sends it")
    func once() {
        var failed = FailedRequests()
        #expect(repetitions([1], failed) == [false])
        failed.note(1)
        failed.note(1)
        #expect(repetitions([2, 1, 1, 1], failed) == [false, true, true, false])
    }

    @Test("the oldest failures are forgotten")
    func bounded() {
        var failed = FailedRequests()
        for fingerprint in 0...FailedRequests.capacity { failed.note(fingerprint) }
        #expect(repetitions([0, 1, FailedRequests.capacity], failed) == [false, true, true])
    }

    @Test("requests are the same if nothing that is sent differs")
    func fingerprints() throws {
        let requests = TableRequests(base: Sample.base, table: "T", title: nil, fieldKeys: .names)
        let create = { WriteChunk(.create, [.init(fields: ["a": .number($0)])]) }
        let change = { WriteChunk($0, [.init(id: Sample.record(1), fields: ["a": 1])]) }
        let all = [
            try requests.write(create(1)), try requests.write(create(2)), try requests.write(change(.update)),
            try requests.write(change(.replace)),
            try requests.list(RecordSelection(), after: nil),
            try requests.list(RecordSelection(), after: PageCursor("x")),
        ]
        #expect(Set(all.map(\.fingerprint)).count == all.count)
        #expect(try requests.write(create(1)).fingerprint == all[0].fingerprint)
    }
}
