extension Bucket {
    /// How long the pace makes the next `requests` requests last: from now until the last of them may go, if each goes as
    /// soon as it may and no answer is slower than the quickest; nil where nothing paces.
    func forecast(requests: Int, at now: TimePoint) -> Duration? {
        if refill == .none { return state.gate.closedUntil(at: now).map { $0 - now } }
        guard requests > 0 else { return .zero }
        // More than any run sends in a thousand years; it keeps the arithmetic in bounds.
        let requests = min(requests, 1_000_000_000_000)
        return refill == .continuous ? continuousForecast(requests, at: now) : slotForecast(requests, at: now)
    }

    private func continuousForecast(_ requests: Int, at now: TimePoint) -> Duration {
        var bucket = self
        var time = state.gate.closedUntil(at: now) ?? now
        var left = requests
        // While the rate still grows after a refusal, request by request; then the rest at once.
        while left > 1, bucket.state.gate.nextStep(after: time, full: fullRate) != nil {
            if case .at(let moment) = bucket.opening(at: time) { time = moment }
            bucket.take(Slot.ID(owner: .nobody, number: 0), at: time)
            left -= 1
        }
        let rate = bucket.rate(at: time)
        let full = max(bucket.state.full, time)
        let last = full + .seconds((Double(left) - bucket.capacity(at: time)) / rate)
        return max(last, time) - now
    }

    private func slotForecast(_ requests: Int, at now: TimePoint) -> Duration {
        // The moments at which the tokens that are out come back, soonest first.
        let latency = latencies.least(at: now)
        var returns = Returns(state.slots.map { expectedReturn(of: $0, answerTime: latency, at: now) })
        var time = state.gate.closedUntil(at: now) ?? now
        var left = requests
        while true {
            let capacity = Int(capacity(at: time))
            returns.drop(until: time)
            if returns.count >= capacity {
                let next = returns[returns.count - capacity]
                // A step of the rate may come before that and bring a further token.
                if let step = state.gate.nextStep(after: time, full: fullRate), step < next {
                    time = step
                    continue
                }
                time = next
                returns.drop(until: time)
            }
            // How long a token stays out is decided when the answer is there, which may be at the next rate.
            let answered = time + latency
            let spacing = refill == .strict ? hold(at: answered) : spacing(at: answered)
            if returns.count == capacity - 1, returns.last ?? time <= time + spacing,
                state.gate.nextStep(after: time, full: fullRate) == nil
            {
                // All tokens are out from now on and each comes back as regularly as it goes: whole rounds need no counting.
                let (rounds, rest) = (left - 1).quotientAndRemainder(dividingBy: capacity)
                return (rest == 0 ? time : returns[rest - 1]) + spacing * rounds - now
            }
            returns.insert(time + spacing)
            left -= 1
            if left == 0 { return time - now }
        }
    }

    private func expectedReturn(of slot: Slot, answerTime: Duration, at now: TimePoint) -> TimePoint {
        switch slot.state {
        case .returning(let moment): moment
        case .sent(let head): max(head + spacing(at: max(head + answerTime, now)), now)
        case .leased: now + spacing(at: now + answerTime)
        }
    }
}

/// Moments in order. Where a thousand requests a second are allowed there are a thousand of them, so none is moved that is not out
/// of order.
private struct Returns {
    private var moments: [TimePoint]
    private var first = 0

    init(_ moments: [TimePoint]) { self.moments = moments.sorted() }

    var count: Int { moments.count - first }
    var last: TimePoint? { count == 0 ? nil : moments[moments.count - 1] }
    subscript(place: Int) -> TimePoint { moments[first + place] }

    /// Drops those that are over at `time`.
    mutating func drop(until time: TimePoint) {
        while first < moments.count, moments[first] <= time { first += 1 }
    }

    mutating func insert(_ moment: TimePoint) {
        var place = moments.count
        while place > first, moments[place - 1] > moment { place -= 1 }
        moments.insert(moment, at: place)
    }
}
