import HTTPTypes
import JSONText
import TableModel
import TestSupport
import Testing

@testable import MockAirtable

/// airtable-api.md 12.1.
@Suite struct ServiceFaultTests {
    /// Sends one create under a fault and says how it ended and how many records there are then, and 60 s later.
    private func create(under fault: Fault) throws -> (ending: ServiceReply, now: Int, later: Int) {
        var harness = try ServiceHarness { $0.faults.rules = [.init(fault)] }
        let reply = harness.reply(.post, "/v0/\(ServiceHarness.base)/People", body: ["fields": ["Name": "a"]])
        let count = try harness.records().count
        harness.service.applyLateRequests(until: harness.now + .seconds(60))
        return (reply, count, try harness.records().count)
    }

    @Test("Each fault does to a write what its name says, and to the next request nothing")
    func kinds() throws {
        let lost: [(Fault, ServiceReply.Ending, Int, Int)] = [
            (.refuse, .refused, 0, 0), (.appliedThenLost, .lost, 1, 1), (.droppedNotApplied, .lost, 0, 0),
            (.appliedLate(after: .seconds(5)), .lost, 0, 1),
        ]
        for (fault, ending, now, later) in lost {
            let result = try create(under: fault)
            #expect(result.ending == ServiceReply(ending), "\(fault)")
            #expect(result.now == now && result.later == later, "\(fault)")
        }
        let statuses: [(FaultStatus, Int, String)] = [
            (.internalError, 500, "<html>"), (.badGateway, 502, "<html>"), (.unavailable, 503, "<html>"),
            (.gatewayTimeout, 504, "<html>"), (.retriable, 503, #"{"error":{"type":"RETRIABLE_ERROR""#),
            (.rateLimited(), 429, #"{"errors":[{"error":"RATE_LIMIT_REACHED""#),
            (.quotaExceeded, 429, #"{"errors":[{"error":"PUBLIC_API_BILLING_LIMIT_EXCEEDED""#),
            (.notPermitted, 403, #"{"error":{"type":"INVALID_PERMISSIONS""#), (.bodyTooLarge, 413, "<html>"),
        ]
        for (status, code, prefix) in statuses {
            for applied in [false, true] {
                let result = try create(under: .status(status, applied: applied))
                guard case .answer(let head, let body) = result.ending.ending else {
                    Issue.record("no answer")
                    continue
                }
                #expect(head.status.code == code)
                #expect(String(decoding: body, as: UTF8.self).hasPrefix(prefix))
                #expect(result.now == (applied ? 1 : 0))
            }
        }
    }

    @Test("A retriable error may say when to come back")
    func retryAfter() throws {
        guard case .answer(let head, _) = try create(under: .status(.retriable(after: 7))).ending.ending else { return }
        #expect(head.headerFields[.retryAfter] == "7")
    }

    @Test("Cut, empty and slow answers are of requests that were carried out")
    func answers() throws {
        let cut = try create(under: .cutAnswer)
        guard case .answer(let head, let body) = cut.ending.ending else { return }
        #expect(head.status == .ok && !body.isEmpty && cut.now == 1)
        #expect(throws: JSONReadError.self) { try JSONValue(parsing: body) }
        let empty = try create(under: .emptyAnswer)
        guard case .answer(let head, let body) = empty.ending.ending else { return }
        #expect(head.status == .ok && body.isEmpty && empty.now == 1)
        let slow = try create(under: .slow(.seconds(20)))
        #expect(slow.ending.delay == .seconds(20) && slow.now == 1)
    }

    @Test("A late write is carried out at its instant, before whatever comes after, in the order of the instants")
    func lateWrites() throws {
        var harness = try ServiceHarness {
            $0.faults.rules = [
                .init(.appliedLate(after: .seconds(25)), request: 0),
                .init(.appliedLate(after: .seconds(5)), request: 1),
            ]
        }
        let target = "/v0/\(ServiceHarness.base)/People"
        for name in ["first", "second"] as [JSONValue] {
            #expect(harness.reply(.post, target, body: ["fields": ["Name": name]]).ending == .lost)
        }
        for (seconds, names) in [(4, []), (7, ["second"]), (24, ["second"]), (40, ["second", "first"])]
            as [(Int, [JSONValue])]
        {
            harness.now = ServiceHarness.start + .seconds(seconds)
            let list = try harness.people(.get, "?view=Grid%20view")
            #expect(list.body["records"]?.arrayValue?.compactMap { $0["fields"]?["Name"] } == names, "\(seconds) s")
        }
        #expect(
            try harness.records().map(\.createdTime)
                == [5, 25].map { (ServiceHarness.start + .seconds($0)).wholeSecond })
        #expect(harness.service.lastLateRequest == nil)
    }

    @Test("A late write that fails when it is carried out changes nothing")
    func lateFailure() throws {
        var harness = try ServiceHarness { $0.faults.rules = [.init(.appliedLate(after: .seconds(5)), on: [.update])] }
        let id = try harness.insert([["Name": "a"]])[0]
        #expect(
            harness.reply(.patch, "/v0/\(ServiceHarness.base)/People/\(id)", body: ["fields": ["Name": "b"]]).ending
                == .lost)
        #expect(try harness.people(.delete, "/\(id)").status == 200)
        harness.now = harness.now + .seconds(10)
        #expect(try harness.people(.get).body == ["records": []])
    }

    @Test("Dropped requests count against the rate, refused ones do not")
    func counting() throws {
        for (fault, status) in [
            (Fault.droppedNotApplied, 429), (.appliedLate(after: .seconds(5)), 429), (.refuse, 200),
        ] {
            var harness = try ServiceHarness {
                $0.rate.isEnforced = true
                $0.faults.rules = [.init(fault, times: 1)]
            }
            _ = harness.reply(.get, "/v0/\(ServiceHarness.base)/People")
            for _ in 0..<4 { #expect(try harness.people(.get).status == 200) }
            #expect(try harness.people(.get).status == status, "\(fault)")
        }
    }

    @Test("Rules pick requests by number, verb, after some and so many times")
    func rules() throws {
        func struck(_ rule: FaultPlan.Rule) throws -> [Int] {
            var harness = try ServiceHarness { $0.faults.rules = [rule] }
            return (0..<8).filter { number in
                let reply =
                    number.isMultiple(of: 2)
                    ? harness.reply(.get, "/v0/\(ServiceHarness.base)/People")
                    : harness.reply(.post, "/v0/\(ServiceHarness.base)/People", body: ["fields": [:]])
                if case .answer = reply.ending { return false }
                return true
            }
        }
        #expect(try struck(.init(.refuse)) == [0])
        #expect(try struck(.init(.refuse, request: 3)) == [3])
        #expect(try struck(.init(.refuse, on: [.create])) == [1])
        #expect(try struck(.init(.refuse, on: [.create], skipping: 1, times: 2)) == [3, 5])
        #expect(try struck(.init(.refuse, on: [.list], skipping: 2, times: nil)) == [4, 6])
        #expect(try struck(.init(.refuse, on: [.create], request: 2)) == [])
    }

    @Test("Chances strike as often as they say, the same requests for the same seed")
    func chances() throws {
        func struck(seed: UInt64) throws -> [Int] {
            var harness = try ServiceHarness {
                $0.faults = FaultPlan(chances: [.init(.refuse, probability: 0.1, on: [.list])], seed: seed)
            }
            return (0..<1000).filter { _ in harness.reply(.get, "/v0/\(ServiceHarness.base)/People").ending == .refused
            }
        }
        let first = try struck(seed: 5)
        #expect((60...140).contains(first.count), "\(first.count) of 1000")
        #expect(try struck(seed: 5) == first)
        #expect(try struck(seed: 6) != first)
    }

    @Test("A dying iterator refuses the page; a repeated offset leads to the same page again")
    func listFaults() throws {
        var harness = try ServiceHarness {
            $0.faults.rules = [
                .init(.iteratorDeath, on: [.list], request: 2),
                .init(.repeatedOffset, on: [.list], skipping: 4, times: nil),
            ]
        }
        _ = try harness.insert(Array(repeating: [:], count: 30))
        let first = try harness.people(.get, "?pageSize=10")
        let offset = try #require(first.body["offset"]?.stringValue)
        let second = try harness.people(.get, "?pageSize=10&offset=\(offset)")
        let next = try #require(second.body["offset"]?.stringValue)
        #expect(
            try harness.people(.get, "?pageSize=10&offset=\(next)").body
                == refusal("LIST_RECORDS_ITERATOR_NOT_AVAILABLE"))
        let again = try harness.people(.get, "?pageSize=10")
        let repeated = try #require(again.body["offset"]?.stringValue)
        for _ in 0..<3 {
            let page = try harness.people(.get, "?pageSize=10&offset=\(repeated)")
            #expect(page.body["offset"] == .string(repeated))
            #expect(page.body.recordIDs == second.body.recordIDs)
        }
    }

    @Test("The log tells each request's instant, verb, records and end")
    func log() throws {
        var harness = try ServiceHarness {
            $0.rate.isEnforced = true
            $0.faults.rules = [.init(.appliedThenLost, on: [.upsert])]
        }
        let table = "/v0/\(ServiceHarness.base)/People"
        _ = try harness.send(.post, table, ["records": [["fields": [:]], ["fields": [:]]]])
        harness.now = harness.now + .milliseconds(100)
        _ = harness.reply(
            .patch, table,
            body: ["performUpsert": ["fieldsToMergeOn": ["Name"]], "records": [["fields": ["Name": "a"]]]])
        for _ in 0..<4 { _ = try harness.send(.get, table + "?pageSize=5") }
        _ = try harness.send(.delete, table + "?records[]=rec1&records[]=rec2")
        let log = harness.service.log.entries
        #expect(log.map(\.index) == Array(0..<7))
        #expect(log.map(\.verb) == [.create, .upsert, .list, .list, .list, .list, .delete])
        #expect(log.map(\.recordCount) == [2, 1, 0, 0, 0, 0, 2])
        #expect(log.map(\.path).allSatisfy { $0 == table })
        #expect(log[0].received == ServiceHarness.start && log[1].received == ServiceHarness.start + .milliseconds(100))
        #expect(log[0].outcome == .answered(status: 200))
        #expect(log[1].outcome == .fault(.appliedThenLost))
        #expect(log[5].outcome == .rateLimited && !log[5].isAdmitted)
        #expect(log.filter(\.isAdmitted).count == 5)
    }

    @Test("The log keeps the newest requests")
    func logCapacity() throws {
        var harness = try ServiceHarness { $0.logCapacity = 10 }
        for _ in 0..<95 { _ = try harness.send(.get, "/v0/meta/whoami") }
        let log = harness.service.log.entries
        #expect((10...20).contains(log.count))
        #expect(log.last?.index == 94)
    }

    @Test("Latency, jitter and slow faults are waited out on the clock; the request counts between them")
    func latency() throws {
        var configuration = ServiceConfiguration()
        configuration.latency = LatencyModel(beforeCount: .milliseconds(150), afterCount: .milliseconds(50))
        configuration.faults.rules = [.init(.slow(.seconds(20)), request: 1)]
        let settings = configuration
        let (elapsed, log) = try runOnVirtualTime { time in
            let clock = time.clock
            let mock = MockService(settings, clock: clock, startingAt: ServiceHarness.start)
            var request = HTTPRequest(method: .get, scheme: "https", authority: "x", path: "/v0/meta/whoami")
            request.headerFields[.authorization] = "Bearer t"
            var elapsed: [Duration] = []
            for _ in 0..<2 {
                let begin = clock.now
                _ = try await mock.exchange(request, body: [])
                elapsed.append(begin.duration(to: clock.now))
            }
            return (elapsed, mock.log)
        }
        #expect(elapsed == [.milliseconds(200), .milliseconds(20_200)])
        #expect(log.map(\.received) == [150, 350].map { ServiceHarness.start + .milliseconds($0) })
    }

    @Test("Jitter stays within its bounds and varies", arguments: UInt64(1)...5)
    func jitter(seed: UInt64) {
        var dice = LatencyDice(
            LatencyModel(beforeCount: .milliseconds(100), afterCount: .zero, jitter: .milliseconds(10), seed: seed))
        let drawn = (0..<500).map { _ in dice.next() }
        #expect(drawn.allSatisfy { (.milliseconds(90)...Duration.milliseconds(110)).contains($0.beforeCount) })
        #expect(drawn.allSatisfy { (.zero...Duration.milliseconds(10)).contains($0.afterCount) })
        #expect(Set(drawn.map(\.beforeCount)).count > 400, "seed \(seed)")
    }

    @Test(
        "A lost answer throws, and says whether the request arrived", .timeLimit(.minutes(30)),
        arguments: [Fault.refuse, .appliedThenLost])
    func thrown(fault: Fault) async throws {
        var configuration = ServiceConfiguration()
        configuration.faults.rules = [.init(fault)]
        let mock = MockService(configuration)
        let request = HTTPRequest(
            method: .get, scheme: "https", authority: "x", path: "/v0/meta/whoami",
            headerFields: [.authorization: "Bearer t"])
        await #expect(throws: MockConnectionLost(requestArrived: fault != .refuse)) {
            _ = try await mock.exchange(request, body: [])
        }
        #expect(mock.log.map(\.outcome) == [.fault(fault)])
    }
}
