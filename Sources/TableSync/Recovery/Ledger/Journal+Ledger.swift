import TableModel

extension Journal {
    /// Where each operation of a run stands.
    func ledger(of run: JournalledRun) throws -> Ledger {
        var ledger = Ledger()
        try events(of: run) { ledger.take($0) }
        return ledger
    }

    /// The chunks' verbs and the elements that were sent, for each of these places.
    func writes(at places: some Sequence<Place>) throws -> [Place: (verb: WriteChunk.Verb, element: WriteChunk.Element)]
    {
        let events = try events(Set(places.map(\.event)))
        var writes: [Place: (verb: WriteChunk.Verb, element: WriteChunk.Element)] = [:]
        for place in places {
            guard case .intent(_, let chunk, _)? = events[place.event], chunk.elements.indices.contains(place.element)
            else { continue }
            writes[place] = (chunk.verb, chunk.elements[place.element])
        }
        return writes
    }

    /// The records that were answered or found, for each of these places.
    func records(at places: some Sequence<Place>) throws -> [Place: Record] {
        let events = try events(Set(places.map(\.event)))
        var records: [Place: Record] = [:]
        for place in places {
            switch events[place.event] {
            case .answered(_, .applied(let answer))? where answer.records.indices.contains(place.element):
                records[place] = answer.records[place.element]
            case .outcomes(let outcomes)? where outcomes.indices.contains(place.element):
                records[place] = outcomes[place.element].record
            default: break
            }
        }
        return records
    }

    // MARK: Of any number of places

    /// The ids by which records were written, for those of these places that have one. The cells of a thousand are in memory at a time.
    func writtenIDs(at places: some Sequence<Place>) throws -> [Place: RecordID] {
        try ids(at: places) { try writes(at: $0).compactMapValues(\.element.id) }
    }

    /// The ids of the records that were answered or found, for each of these places. The cells of a thousand are in memory at a time.
    func toldIDs(at places: some Sequence<Place>) throws -> [Place: RecordID] {
        try ids(at: places) { try records(at: $0).mapValues(\.id) }
    }

    private func ids(
        at places: some Sequence<Place>, _ read: (ArraySlice<Place>) throws -> [Place: RecordID]
    ) throws -> [Place: RecordID] {
        var ids: [Place: RecordID] = [:]
        for page in places.sorted().pages(of: 1_000) { ids.merge(try read(page)) { first, _ in first } }
        return ids
    }
}
