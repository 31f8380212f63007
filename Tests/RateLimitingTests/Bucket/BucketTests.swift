import Testing

@testable import RateLimiting

extension TimePoint {
    /// A moment so many milliseconds after the origin.
    static func at(_ milliseconds: Int) -> TimePoint { TimePoint(.milliseconds(milliseconds)) }
}

/// The rules of design.md 5.1 with plain values.
@Suite struct BucketTests {
    static let owner = SlotOwner(process: 1, started: 1, limiter: 1)
    static func id(_ number: UInt64) -> Slot.ID { Slot.ID(owner: owner, number: number) }
    static func bucket(_ refill: Pacing.Refill = .answerBased, rate: Double = 5) -> Bucket {
        Bucket(refill: refill, rate: rate, margin: .milliseconds(20), owner: owner)
    }

    /// When the token of the last request of `trips` comes back, after the others have been answered.
    static func returns(
        _ refill: Pacing.Refill, _ trips: [(head: Int, end: Int, kind: RequestKind)], lastByItself: Bool = false
    ) -> TimePoint? {
        var bucket = bucket(refill, rate: 100)
        for (number, trip) in trips.enumerated() {
            bucket.take(id(UInt64(number)), at: .at(trip.head))
            bucket.headSent(id(UInt64(number)), at: .at(trip.head))
            bucket.answered(
                id(UInt64(number)), head: .at(trip.head), kind: trip.kind,
                byItself: lastByItself && number == trips.count - 1, at: .at(trip.end))
        }
        return bucket.state.slots.first { $0.id == id(UInt64(trips.count - 1)) }?.moment
    }

    @Test("the first answer of a kind: 1.02 s after its end, of which at most 200 ms are taken for the way out")
    func firstAnswer() {
        #expect(Self.returns(.answerBased, [(0, 90, .read)]) == .at(90 + 1_020))
        #expect(Self.returns(.answerBased, [(0, 200, .read)]) == .at(200 + 1_020))
        #expect(Self.returns(.answerBased, [(0, 300, .read)]) == .at(200 + 1_020))
    }

    @Test("cold is what went out before an answer of its kind was there, or 30 s after the last one")
    func cold() {
        let first = (head: 0, end: 100, kind: RequestKind.read)
        #expect(Self.returns(.answerBased, [first, (99, 199, .read)]) == .at(199 + 1_020))
        #expect(Self.returns(.answerBased, [first, (100, 200, .read)]) == .at(100 + 1_020))
        #expect(Self.returns(.answerBased, [first, (30_000, 30_100, .read)]) == .at(30_000 + 1_020))
        #expect(Self.returns(.answerBased, [first, (30_001, 30_101, .read)]) == .at(30_101 + 1_020))
    }

    @Test("what goes by itself after an answer of any kind is not cold", arguments: [true, false])
    func byItself(_ byItself: Bool) {
        func returns(_ head: Int) -> TimePoint? {
            Self.returns(.answerBased, [(0, 100, .schema), (head, head + 150, .read)], lastByItself: byItself)
        }
        #expect(returns(100) == .at((byItself ? 100 : 250) + 1_020))
        #expect(returns(29_950) == .at((byItself ? 29_950 : 30_100) + 1_020))
        // Too long ago, or not yet there when the head went out.
        #expect(returns(29_951) == .at(30_101 + 1_020))
        #expect(returns(99) == .at(249 + 1_020))
    }

    @Test("an answer later than the quickest of its kind: as much later")
    func laterAnswer() {
        #expect(Self.returns(.answerBased, [(0, 100, .read), (1_000, 1_450, .read)]) == .at(1_000 + 350 + 1_020))
    }

    @Test("the answers of another kind say nothing")
    func otherKind() {
        #expect(Self.returns(.answerBased, [(0, 100, .read), (1_000, 1_450, .write)]) == .at(1_200 + 1_020))
    }

    @Test("an answer quicker than all before: 1.02 s after its head, never earlier")
    func quickerAnswer() {
        #expect(Self.returns(.answerBased, [(0, 400, .read), (1_000, 1_100, .read)]) == .at(2_020))
    }

    @Test("the quickest answer is forgotten after 30 s")
    func forgotten() {
        #expect(Self.returns(.answerBased, [(0, 100, .read), (29_700, 30_100, .read)]) == .at(29_700 + 300 + 1_020))
        #expect(Self.returns(.answerBased, [(0, 100, .read), (29_701, 30_101, .read)]) == .at(29_901 + 1_020))
    }

    @Test("however late the answer: at most two seconds count")
    func cap() {
        #expect(Self.returns(.answerBased, [(0, 100, .read), (1_000, 3_050, .read)]) == .at(1_000 + 1_950 + 1_020))
        #expect(Self.returns(.answerBased, [(0, 100, .read), (1_000, 3_500, .read)]) == .at(1_000 + 2_000 + 1_020))
        #expect(Self.returns(.answerBased, [(0, 100, .read), (1_000, 21_000, .read)]) == nil)
    }

    @Test("strict: one second after the end of the answer, whatever was before")
    func strict() {
        #expect(Self.returns(.strict, [(0, 100, .read), (1_000, 1_450, .read)]) == .at(2_450))
        #expect(Self.returns(.strict, [(0, 100, .read), (1_000, 99_000, .read)]) == .at(100_000))
    }

    @Test("without an answer: s + 3.02 s; strict: a minute and a second after the head")
    func noAnswer() {
        for (refill, back) in [(Pacing.Refill.answerBased, 3_020), (.strict, 61_000)] {
            var bucket = Self.bucket(refill, rate: 1)
            bucket.take(Self.id(1), at: .at(0))
            #expect(bucket.opening(at: .at(0)) == .whenToldMore)
            bucket.headSent(Self.id(1), at: .at(0))
            #expect(bucket.opening(at: .at(0)) == .at(.at(back)))
            bucket.expire(at: .at(back - 1))
            #expect(bucket.opening(at: .at(back - 1)) == .at(.at(back)))
            bucket.expire(at: .at(back))
            #expect(bucket.opening(at: .at(back)) == .now)
        }
    }

    @Test("a lost answer: s + 3.02 s; strict: not before the loss and 1.02 s")
    func lostAnswer() {
        for (refill, lostAt, back) in [
            (Pacing.Refill.answerBased, 50, 3_020), (.answerBased, 2_900, 3_020), (.strict, 50, 3_020),
            (.strict, 2_500, 3_520),
        ] {
            var bucket = Self.bucket(refill, rate: 1)
            bucket.take(Self.id(1), at: .at(0))
            bucket.headSent(Self.id(1), at: .at(0))
            bucket.lost(Self.id(1), head: .at(0), at: .at(lostAt))
            #expect(bucket.opening(at: .at(lostAt)) == .at(.at(back)))
        }
    }

    @Test("a token is back at once if nothing went out", arguments: [Pacing.Refill.answerBased, .strict, .continuous])
    func givenBack(refill: Pacing.Refill) {
        var bucket = Self.bucket(refill, rate: 1)
        bucket.take(Self.id(1), at: .at(0))
        #expect(bucket.opening(at: .at(0)) != .now)
        bucket.giveBack(Self.id(1), at: .at(0))
        #expect(bucket.opening(at: .at(0)) == .now)
    }

    @Test("the continuous bucket: five at once, then one every 200 ms")
    func continuous() {
        var bucket = Self.bucket(.continuous)
        var grants: [Int] = []
        for millisecond in 0...1_200 {
            while bucket.opening(at: .at(millisecond)) == .now {
                bucket.take(Self.id(0), at: .at(millisecond))
                grants.append(millisecond)
            }
        }
        #expect(grants == [0, 0, 0, 0, 0, 200, 400, 600, 800, 1_000, 1_200])
    }

    @Test(
        "a rate that is not whole: the rate rounded up, out for as long as keeps the average",
        arguments: [(0.5, 1, 2_000), (1, 1, 1_000), (2.5, 3, 1_200), (3.5, 4, 1_143), (4.5, 5, 1_111), (50, 50, 1_000)])
    func fractions(rate: Double, tokens: Int, hold: Int) {
        let bucket = Self.bucket(rate: rate)
        #expect(bucket.capacity(at: .at(0)) == Double(tokens))
        let seconds = bucket.hold(at: .at(0)) / .seconds(1)
        #expect((seconds * 1_000).rounded() == Double(hold))
        #expect(abs(Double(tokens) / seconds - rate) < 1e-6)
    }

    @Test("rates nobody can mean are brought into bounds", arguments: [0, -3, .nan, .infinity, -.infinity, 1e300])
    func saneRates(rate: Double) {
        var pacing = Pacing.answerBased
        pacing.requestsPerSecond = rate
        pacing.requestsPerSecondPerToken = rate
        #expect([0.01, 10_000].contains(pacing.requestsPerSecond))
        #expect([0.01, 10_000].contains(pacing.requestsPerSecondPerToken))
    }
}
