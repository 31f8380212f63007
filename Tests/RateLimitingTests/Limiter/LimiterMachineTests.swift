import TestSupport
import Testing

@testable import RateLimiting

/// The machine against a plain model, with made-up moments.
@Suite struct LimiterMachineTests {
    static let owner = SlotOwner(process: 1, started: 1, limiter: 1)
    static func request(_ base: String?, token: Int = 1) -> PermitRequest {
        PermitRequest(
            base: base.map { .base(host: "h", base: $0) }, token: .token(host: "h", hash: token), kind: .write)
    }

    @Test("a permit is taken from both buckets or from none")
    func bothOrNone() {
        var pacing = Pacing.answerBased
        pacing.requestsPerSecond = 2
        pacing.requestsPerSecondPerToken = 1
        var machine = LimiterMachine(pacing: pacing, owner: Self.owner)
        for number in UInt64(1)...3 { machine.enqueue(WaiterID(number: number), Self.request("a")) }
        #expect(machine.advance(at: .at(0)).granted == [WaiterID(number: 1)])
        // The second waits for the token's bucket and has taken nothing of the base's: another token's request would find it.
        let ofBase = machine.withBucket(.base(host: "h", base: "a")) { $0.state.slots.count }
        let ofToken = machine.withBucket(.token(host: "h", hash: 1)) { $0.state.slots.count }
        #expect(ofBase == 1)
        #expect(ofToken == 1)
    }

    @Test("who waits for the same base with another token waits in the same line")
    func oneLine() {
        var pacing = Pacing.answerBased
        pacing.requestsPerSecondPerToken = 1
        var machine = LimiterMachine(pacing: pacing, owner: Self.owner)
        machine.enqueue(WaiterID(number: 1), Self.request("a", token: 1))
        machine.enqueue(WaiterID(number: 2), Self.request("a", token: 1))
        machine.enqueue(WaiterID(number: 3), Self.request("a", token: 2))
        machine.enqueue(WaiterID(number: 4), Self.request("b", token: 2))
        #expect(machine.advance(at: .at(0)).granted.map(\.number) == [1, 4])
        #expect(machine.waiting.map(\.number) == [2, 3])
    }

    @Test("an unreachable base is tried again after 20 ms, and holds up no other")
    func unreachable() {
        var machine = LimiterMachine(pacing: .answerBased, owner: Self.owner)
        machine.enqueue(WaiterID(number: 1), Self.request("a"))
        machine.enqueue(WaiterID(number: 2), Self.request("b"))
        let actions = machine.advance(at: .at(0), unreachable: [.base(host: "h", base: "a")])
        #expect(actions == LimiterMachine.Actions(granted: [WaiterID(number: 2)], wake: .at(20)))
    }

    @Test(
        "at any mix of events: order within a lane, no bucket over its limit, and all are served",
        arguments: UInt64(1)...60)
    func model(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var pacing = Pacing.answerBased
        pacing.requestsPerSecond = Double(Int.random(in: 1...5, using: &generator))
        pacing.requestsPerSecondPerToken = Double(Int.random(in: 2...9, using: &generator))
        var machine = LimiterMachine(pacing: pacing, owner: Self.owner)
        let bases = ["a", "b", "c", nil]

        // The model: who stands in which line, and when each bucket's heads went out.
        var lines: [String: [UInt64]] = [:]
        var waiting: [UInt64: PermitRequest] = [:]
        var out: [UInt64: (request: PermitRequest, head: Int?)] = [:]
        var heads: [BucketKey: [Int]] = [:]
        var now = 0
        var next: UInt64 = 0

        func line(_ request: PermitRequest) -> String { "\(request.lane)" }
        func take(_ actions: LimiterMachine.Actions) {
            for id in actions.granted {
                guard let request = waiting.removeValue(forKey: id.number) else {
                    Issue.record("seed \(seed): granted to somebody who does not wait")
                    continue
                }
                #expect(lines[line(request)]?.first == id.number, "seed \(seed): out of order")
                lines[line(request)]?.removeFirst()
                out[id.number] = (request, nil)
            }
            if let wake = actions.wake { #expect(wake > .at(now), "seed \(seed): a wake-up that is due already") }
        }

        for step in 0..<600 {
            let isEnding = step > 300
            switch Int.random(in: isEnding ? 3...9 : 0...9, using: &generator) {
            case 0...2:
                next += 1
                let request = Self.request(
                    bases.randomElement(using: &generator) ?? nil, token: Int.random(in: 1...2, using: &generator))
                machine.enqueue(WaiterID(number: next), request)
                waiting[next] = request
                lines[line(request), default: []].append(next)
            case 3 where !isEnding:
                if let id = waiting.keys.sorted().randomElement(using: &generator),
                    let request = waiting.removeValue(forKey: id)
                {
                    let isCancelled = machine.cancel(WaiterID(number: id), request)
                    #expect(isCancelled)
                    lines[line(request)]?.removeAll { $0 == id }
                }
            case 4...7:
                guard let id = out.keys.sorted().randomElement(using: &generator), let permit = out[id] else { break }
                if permit.head == nil, Int.random(in: 0...3, using: &generator) > 0 {
                    machine.headSent(WaiterID(number: id), at: .at(now))
                    out[id]?.head = now
                    for key in [permit.request.base, permit.request.token].compactMap({ $0 }) {
                        heads[key, default: []].append(now)
                    }
                } else {
                    if permit.head != nil, Bool.random(using: &generator) {
                        machine.answerEnded(
                            WaiterID(number: id), Bool.random(using: &generator) ? .counted : .lost, at: .at(now))
                    }
                    machine.scopeEnded(WaiterID(number: id), at: .at(now))
                    out[id] = nil
                }
            default:
                now += Int.random(in: 0...400, using: &generator)
            }
            take(machine.advance(at: .at(now)))
        }
        // To the end: everybody's scope ends, and time goes to each wake-up.
        for _ in 0..<2_000 where !(waiting.isEmpty && out.isEmpty) {
            for id in out.keys.sorted() { machine.scopeEnded(WaiterID(number: id), at: .at(now)) }
            out = [:]
            let actions = machine.advance(at: .at(now))
            take(actions)
            if actions.granted.isEmpty, let wake = actions.wake {
                now = Int((wake.sinceOrigin / .milliseconds(1)).rounded(.up))
                take(machine.advance(at: .at(now)))
            }
        }
        #expect(waiting.isEmpty, "seed \(seed): not everybody was served")
        for (key, moments) in heads {
            let limit = Int(key.isBase ? pacing.requestsPerSecond : pacing.requestsPerSecondPerToken)
            let sorted = moments.sorted()
            for index in sorted.indices.dropFirst(limit) {
                #expect(sorted[index] - sorted[index - limit] >= 1_020, "seed \(seed): \(key)")
            }
        }
    }
}
