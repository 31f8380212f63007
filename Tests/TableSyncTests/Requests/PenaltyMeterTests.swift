import RateLimiting
import Testing

@testable import TableSync

/// How long a run stood still, whose refusals come one upon the other.
struct PenaltyMeterTests {
    private let start = TimePoint(.zero)

    private func at(_ seconds: Int) -> TimePoint { start + .seconds(seconds) }

    @Test func `time is counted once, however many refusals keep the run from going on`() {
        var meter = PenaltyMeter()
        #expect(meter.penalty(at: start) == Penalty())
        meter.refused(at: at(10), until: at(40))
        meter.refused(at: at(11), until: at(41))
        meter.refused(at: at(100), until: at(130))
        #expect(meter.penalty(at: at(200)).refusals == 3)
        #expect(meter.penalty(at: at(200)).wait == .seconds(61))
        #expect(meter.penalty(at: at(200)).sentence?.hasSuffix("used by others; 61 s were waited.") == true)
    }

    @Test func `who ends before requests are taken again has not waited for that`() {
        var meter = PenaltyMeter()
        meter.refused(at: at(10), until: at(40))
        #expect(meter.penalty(at: at(15)).wait == .seconds(5))
        #expect(
            meter.penalty(at: at(40)).sentence
                == "The service refused 1 request, since its limit was used by others; 30 s were waited.")
    }

    @Test func `a service that says nothing of when it takes requests again costs no known time`() {
        let whole = RequestMeter()
        let part = RequestMeter(within: whole)
        part.refused(at: at(1), closedFor: nil)
        part.refused(at: at(2), closedFor: .seconds(3))
        for meter in [whole, part] {
            #expect(meter.penalty(at: at(9)).refusals == 2 && meter.penalty(at: at(9)).wait == .seconds(3))
        }
        #expect(Penalty().sentence == nil)
    }
}
