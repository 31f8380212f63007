extension Bucket {
    /// Takes over what the processes that share this bucket have written down.
    ///
    /// Of our own tokens we know better ourselves; everybody else's are as written. A token of a process that has died is
    /// let go: nobody will say any more what became of its request, so it is treated as lost from the moment that was
    /// noticed, in case the head had gone out just before.
    mutating func adopt(_ shared: BucketState, at now: TimePoint, isAlive: (SlotOwner) -> Bool) {
        var slots = state.slots.filter { $0.id.owner == owner }
        for slot in shared.slots where slot.id.owner != owner {
            slots.append(settledIfDead(slot, at: now, isAlive: isAlive))
        }
        state.slots = slots
        state.gate.merge(shared.gate)
        state.full = max(state.full, shared.full)
        state.waiting = shared.waiting
    }

    /// Says, for others to see, whether requests of ours are waiting.
    mutating func noteWaiting(_ isWaiting: Bool, at now: TimePoint) {
        state.waiting[owner] = isWaiting ? now : nil
    }

    /// Takes it that every token was spent just now: what was written down could not be read.
    mutating func adoptNothingKnown(at now: TimePoint) {
        guard refill != .none else { return }
        if refill == .continuous {
            state.full = max(state.full, now + .seconds(capacity(at: now) / rate(at: now)))
            return
        }
        state.slots.removeAll { $0.id.owner != owner }
        for number in 0..<UInt64(capacity(at: now)) {
            let id = Slot.ID(owner: .nobody, number: number)
            state.slots.append(Slot(id: id, state: .returning(now + Self.latestCount + spacing(at: now))))
        }
    }

    private func settledIfDead(_ slot: Slot, at now: TimePoint, isAlive: (SlotOwner) -> Bool) -> Slot {
        var slot = slot
        switch slot.state {
        case .leased where !isAlive(slot.id.owner): slot.state = .returning(lostReturn(head: now, at: now))
        case .sent(let head) where !isAlive(slot.id.owner): slot.state = .returning(lostReturn(head: head, at: now))
        case .leased, .sent, .returning: break
        }
        return slot
    }
}
