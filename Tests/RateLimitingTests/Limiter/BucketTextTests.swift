import TestSupport
import Testing

@testable import RateLimiting

@Suite struct BucketTextTests {
    static let text = BucketText(name: "h_b-0.pace", boot: "boot-1")
    static let now = TimePoint(.seconds(1_000))

    static func state(_ generator: inout SeededGenerator) -> BucketState {
        var state = BucketState()
        func moment() -> TimePoint {
            TimePoint(.nanoseconds(Int64.random(in: 0...4_000_000_000_000, using: &generator)))
        }
        for _ in 0..<Int.random(in: 0...8, using: &generator) {
            let owner = SlotOwner(
                process: .random(in: 0 ... .max, using: &generator), started: generator.next(),
                limiter: generator.next())
            let kinds: [Slot.State] = [.leased(since: moment()), .sent(moment()), .returning(moment())]
            let id = Slot.ID(owner: owner, number: generator.next())
            state.slots.append(Slot(id: id, state: kinds[Int.random(in: 0...2, using: &generator)]))
        }
        for _ in 0..<Int.random(in: 0...3, using: &generator) {
            let owner = SlotOwner(
                process: .random(in: 0 ... .max, using: &generator), started: 1, limiter: generator.next())
            state.waiting[owner] = moment()
        }
        state.full = moment()
        if Bool.random(using: &generator) {
            state.gate.reopening = moment()
            state.gate.widenedMargin = .nanoseconds(Int64.random(in: 0...1_000_000_000, using: &generator))
        }
        return state
    }

    @Test("what is written is read again", arguments: UInt64(1)...100)
    func roundTrip(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let state = Self.state(&generator)
        #expect(Self.text.read(Self.text.write(state), at: Self.now) == .state(state))
    }

    @Test("any changed, missing or added byte is noticed", arguments: UInt64(1)...30)
    func damage(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let bytes = Self.text.write(Self.state(&generator))
        for _ in 0..<50 {
            var damaged = bytes
            let index = Int.random(in: bytes.indices, using: &generator)
            switch Int.random(in: 0...2, using: &generator) {
            case 0: damaged[index] ^= UInt8(1) << UInt8.random(in: 0...7, using: &generator)
            case 1: damaged.removeSubrange(index...)
            default: damaged.insert(UInt8.random(in: 0...255, using: &generator), at: index)
            }
            if damaged != bytes { #expect(Self.text.read(damaged, at: Self.now) == .unreadable, "seed \(seed)") }
        }
    }

    @Test("no bytes whatever make it trap, also not with a right checksum", arguments: UInt64(1)...30)
    func anything(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let words = [
            "slot", "gate", "full", "-", "0", "-1", "99999999999999999999", "9223372036854775807", "leased", "sent",
            "returning", "wait",
            "1000000000", "", "end", "boot", "\u{e9}",
        ]
        for _ in 0..<200 {
            var body = "tablesync-pace 1\nfor h_b-0.pace\nboot boot-1\n"
            for _ in 0..<Int.random(in: 0...4, using: &generator) {
                let count = Int.random(in: 0...8, using: &generator)
                body +=
                    (0..<count).compactMap { _ in words.randomElement(using: &generator) }.joined(separator: " ") + "\n"
            }
            let content = Self.text.read(Array((body + "end \(BucketText.checksum(body.utf8))\n").utf8), at: Self.now)
            // Whatever was accepted can be lived with.
            if case .state(let state) = content {
                var bucket = BucketTests.bucket()
                bucket.adopt(state, at: Self.now) { _ in true }
                bucket.expire(at: Self.now)
                _ = bucket.opening(at: Self.now)
                _ = bucket.forecast(requests: 1_000, at: Self.now)
            }
        }
    }

    @Test("the form is fixed: other versions of the program read it")
    func form() {
        let owner = SlotOwner(process: 4711, started: 88, limiter: 3)
        var state = BucketState(slots: [
            Slot(id: Slot.ID(owner: owner, number: 17), state: .returning(TimePoint(.milliseconds(54_020))))
        ])
        state.waiting[owner] = TimePoint(.milliseconds(53_010))
        state.gate.reopening = TimePoint(.seconds(83))
        state.gate.widenedMargin = .milliseconds(20)
        let body = """
            tablesync-pace 1
            for h_b-0.pace
            boot boot-1
            full 0
            gate 83000000000 20000000
            slot 4711 88 3 17 returning 54020000000
            wait 4711 88 3 53010000000

            """
        #expect(
            String(decoding: Self.text.write(state), as: UTF8.self) == body + "end \(BucketText.checksum(body.utf8))\n")
    }

    @Test("moments are rounded up to the nanosecond, never down")
    func rounding() {
        let owner = SlotOwner(process: 1, started: 1, limiter: 1)
        let moment = TimePoint(Duration(secondsComponent: 5, attosecondsComponent: 1))
        let state = BucketState(slots: [Slot(id: Slot.ID(owner: owner, number: 1), state: .returning(moment))])
        guard case .state(let read) = Self.text.read(Self.text.write(state), at: Self.now) else {
            Issue.record("It could not be read.")
            return
        }
        #expect(read.slots.first?.moment == TimePoint(.seconds(5) + .nanoseconds(1)))
    }

    @Test("file names are safe, not too long, and differ for bases that differ")
    func names() {
        let pairs = [
            ("api.airtable.com", "appA"), ("api.airtable.com", "appa"), ("api.airtable.com_appA", ""),
            ("../..", "/etc/passwd"),
            ("h", String(repeating: "x", count: 4_000)), ("h", String(repeating: "x", count: 4_001)), ("h", "ä\u{0}\n"),
            ("", ""),
            ("localhost:8080", "appA"),
        ]
        let names = pairs.map { StateDirectory.fileName(host: $0.0, base: $0.1) }
        #expect(Set(names.map { $0.lowercased() }).count == pairs.count)
        for name in names {
            #expect(name.utf8.count <= 200)
            #expect(name.utf8.allSatisfy { $0 > 32 && $0 < 127 && $0 != UInt8(ascii: "/") })
        }
        #expect(names[0].hasPrefix("api.airtable.com_appA-"))
    }
}
