import RateLimiting
import TableModel
import TestSupport
import Testing

@testable import TableSync

@Suite(.timeLimit(.minutes(30))) struct RepeatingReaderTests {
    /// Reads 250 records of a table that is in `trouble` for so long.
    private func read(
        _ trouble: Trouble, for outage: Duration, _ meter: RequestMeter = RequestMeter()
    ) throws -> (records: Int, cost: ReadCost?, error: RemoteError?, duration: Duration) {
        try runOnVirtualTime { time in
            let table = InMemoryTable()
            table.insert(Scene.rows(250))
            let begun = time.now
            let flaky = FlakyTable(base: table, time: time, from: begun, to: begun + outage, trouble: trouble)
            var records = 0
            do {
                let cost = try await RepeatingReader(flaky, time: time, meter: meter).read(RecordQuery(.all)) { page in
                    records += page.records.count
                    return .goOn
                }
                return (records, cost, nil, time.now - begun)
            } catch let error as RemoteError {
                return (records, nil, error, time.now - begun)
            }
        }
    }

    @Test(arguments: [0, 1, 60, 600]) func `a service that cannot be reached is waited for, which costs nothing`(
        seconds: Int
    ) throws {
        let meter = RequestMeter()
        let read = try read(.unreachable, for: .seconds(seconds), meter)
        #expect(read.records == 250)
        #expect(read.cost == ReadCost(requests: 3))
        #expect(meter.requests == 3)
        #expect(meter.repeats == 0)
        #expect(meter.pause == nil)
    }

    @Test func `a service that says it is not well is asked again, and each time counts`() throws {
        let meter = RequestMeter()
        let read = try read(.notWell, for: .seconds(60), meter)
        #expect(read.records == 250)
        let cost = try #require(read.cost)
        #expect(cost.repeats > 0)
        #expect(cost.requests == 3 + cost.repeats)
        #expect(meter.requests == cost.requests)
        #expect(meter.repeats == cost.repeats)
    }

    @Test func `one that stays away is given up after a quarter of an hour`() throws {
        let meter = RequestMeter()
        let read = try read(.unreachable, for: .seconds(86_400), meter)
        #expect(read.error?.code == .unreachable)
        #expect((.seconds(860)...(.seconds(900))).contains(read.duration))
        #expect(meter.requests == 0)
        #expect(meter.pause?.since != nil)
    }

    @Test func `one that answers nothing is given up after eight attempts`() throws {
        let meter = RequestMeter()
        let read = try read(.lost, for: .seconds(86_400), meter)
        #expect(read.error?.code == .noAnswer)
        #expect(meter.requests == 8)
        #expect(meter.repeats == 7)
    }

    @Test(arguments: 0...4) func `no more requests leave than the meter allows`(limit: Int) throws {
        let meter = RequestMeter(limit: limit)
        let read = try read(.unreachable, for: .seconds(5), meter)
        #expect(read.records == min(limit * 100, 250))
        #expect(read.error?.code == (limit < 3 ? .budgetReached : nil))
        #expect(meter.requests == min(limit, 3))
    }
}
