/// The text form in which processes share the state of a bucket.
///
/// Lines of words; moments are nanoseconds since the machine started. The last line is a checksum of all before it, so that
/// a file that was cut or changed is never taken for a state.
///
///     tablesync-pace 1
///     for api.airtable.com_appLkNDICXNqxSDhG-9b1c…
///     boot 6d8f…
///     full 0
///     gate 83000000000 20000000
///     slot 4711 88123 1 17 returning 54020000000
///     wait 4711 88123 1 53010000000
///     end 5a0b…
struct BucketText {
    /// Which bucket: the name of its file.
    var name: String
    /// Which start of the machine.
    var boot: String

    /// What a file turned out to hold.
    enum Content: Equatable {
        case state(BucketState)
        /// Written before the machine started: its moments mean nothing and every token is long back.
        case earlierBoot
        /// Not ours, or damaged.
        case unreadable
    }

    static let maximumBytes = 4 << 20

    func write(_ state: BucketState) -> [UInt8] {
        var text = "tablesync-pace 1\nfor \(name)\nboot \(boot)\nfull \(Self.number(state.full))\n"
        let reopening = state.gate.reopening.map(Self.number) ?? "-"
        text += "gate \(reopening) \(Self.number(TimePoint(state.gate.widenedMargin)))\n"
        for slot in state.slots {
            let owner = slot.id.owner
            text += "slot \(owner.process) \(owner.started) \(owner.limiter) \(slot.id.number) "
            switch slot.state {
            case .leased(let moment): text += "leased \(Self.number(moment))\n"
            case .sent(let moment): text += "sent \(Self.number(moment))\n"
            case .returning(let moment): text += "returning \(Self.number(moment))\n"
            }
        }
        // In a fixed order, so that the same state is the same text.
        for (owner, moment) in state.waiting.sorted(by: { ($0.value, $0.key.limiter) < ($1.value, $1.key.limiter) }) {
            text += "wait \(owner.process) \(owner.started) \(owner.limiter) \(Self.number(moment))\n"
        }
        return Array((text + "end \(Self.checksum(text.utf8))\n").utf8)
    }

    func read(_ bytes: [UInt8], at now: TimePoint) -> Content {
        guard let text = String(validating: bytes, as: UTF8.self), text.utf8.last == UInt8(ascii: "\n") else {
            return .unreadable
        }
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
        guard let last = lines.popLast() else { return .unreadable }
        let body = text.utf8.dropLast(last.utf8.count + 1)
        guard last == "end \(Self.checksum(body))", lines.popFirst() == "tablesync-pace 1",
            lines.popFirst() == "for \(name)"
        else { return .unreadable }
        guard lines.popFirst() == "boot \(boot)" else { return .earlierBoot }

        var state = BucketState()
        // Nothing that was written down lies further ahead than the longest penalty.
        let horizon = now + Gate.longestPenalty
        for line in lines {
            let words = line.split(separator: " ", omittingEmptySubsequences: false)
            switch (words.first, words.count) {
            case ("full", 2):
                guard let full = Self.moment(words[1]), full <= horizon else { return .unreadable }
                state.full = full
            case ("gate", 3):
                guard let margin = Self.moment(words[2]), margin.sinceOrigin <= Gate.widestMargin else {
                    return .unreadable
                }
                state.gate.widenedMargin = margin.sinceOrigin
                if words[1] == "-" { continue }
                guard let reopening = Self.moment(words[1]), reopening <= horizon else { return .unreadable }
                state.gate.reopening = reopening
            case ("slot", 7):
                guard let slot = Self.slot(words), slot.moment <= horizon else { return .unreadable }
                state.slots.append(slot)
            case ("wait", 5):
                guard let owner = Self.owner(words), let moment = Self.moment(words[4]), moment <= horizon else {
                    return .unreadable
                }
                state.waiting[owner] = moment
            default:
                return .unreadable
            }
        }
        return .state(state)
    }

    /// A 64-bit FNV-1a hash: it guards against accidents, not against malice.
    static func checksum(_ bytes: some Sequence<UInt8>) -> String {
        let hash = bytes.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    private static func slot(_ words: [Substring]) -> Slot? {
        guard let owner = owner(words), let number = UInt64(words[4]), let moment = moment(words[6]) else { return nil }
        let id = Slot.ID(owner: owner, number: number)
        switch words[5] {
        case "leased": return Slot(id: id, state: .leased(since: moment))
        case "sent": return Slot(id: id, state: .sent(moment))
        case "returning": return Slot(id: id, state: .returning(moment))
        default: return nil
        }
    }

    private static func owner(_ words: [Substring]) -> SlotOwner? {
        guard let process = Int32(words[1]), let started = UInt64(words[2]), let limiter = UInt64(words[3]) else {
            return nil
        }
        return SlotOwner(process: process, started: started, limiter: limiter)
    }

    private static func number(_ moment: TimePoint) -> String {
        let (seconds, attoseconds) = moment.sinceOrigin.components
        // Rounded up: a token that comes back a nanosecond late is no harm, one that comes back early is.
        return "\(seconds * 1_000_000_000 + (attoseconds + 999_999_999) / 1_000_000_000)"
    }

    private static func moment(_ word: Substring) -> TimePoint? {
        Int64(word).flatMap { $0 >= 0 ? TimePoint(.nanoseconds($0)) : nil }
    }
}

extension Slot {
    /// The moment that its state names.
    var moment: TimePoint {
        switch state {
        case .leased(let since): since
        case .sent(let head): head
        case .returning(let moment): moment
        }
    }
}
