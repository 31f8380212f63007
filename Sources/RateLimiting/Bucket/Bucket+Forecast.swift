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
        var returns = state.slots.map { expectedReturn(of: $0, at: now) }.sorted()
        var time = state.gate.closedUntil(at: now) ?? now
        var left = requests
        while true {
            let capacity = Int(capacity(at: time))
            returns.removeAll { $0 <= time }
            if returns.count >= capacity {
                let next = returns[returns.count - capacity]
                // A step of the rate may come before that and bring a further token.
                if let step = state.gate.nextStep(after: time, full: fullRate), step < next {
                    time = step
                    continue
                }
                time = next
                returns.removeAll { $0 <= time }
            }
            let spacing = refill == .strict ? hold(at: time) : spacing(at: time)
            if returns.count == capacity - 1, returns.last ?? time <= time + spacing,
                state.gate.nextStep(after: time, full: fullRate) == nil
            {
                // All tokens are out from now on and each comes back as regularly as it goes: whole rounds need no counting.
                let (rounds, rest) = (left - 1).quotientAndRemainder(dividingBy: capacity)
                return (rest == 0 ? time : returns[rest - 1]) + spacing * rounds - now
            }
            returns.append(time + spacing)
            returns.sort()
            left -= 1
            if left == 0 { return time - now }
        }
    }

    private func expectedReturn(of slot: Slot, at now: TimePoint) -> TimePoint {
        switch slot.state {
        case .returning(let moment): moment
        case .sent(let head): max(head + spacing(at: now), now)
        case .leased: now + spacing(at: now)
        }
    }
}
