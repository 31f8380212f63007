import TableModel

extension Journal {
    /// The operations of a run that its snapshot may not have been told of before the process died: those of the last outcomes,
    /// and those that were answered and have none.
    func lastOperations(of run: JournalledRun) throws -> Set<Int> {
        var underWay: [Int: [Int]] = [:]
        var answered: Set<Int> = []
        var last: [Int] = []
        try events(of: run) { event in
            switch event.event {
            case .intent(let attempt, _, let rows): underWay[attempt] = rows
            case .answered(let attempt, .applied): answered.formUnion(underWay.removeValue(forKey: attempt) ?? [])
            case .answered(let attempt, _), .withdrawn(let attempt): underWay[attempt] = nil
            case .outcomes(let outcomes):
                last = outcomes.map(\.index)
                answered.subtract(last)
            case .preImages: break
            }
        }
        return answered.union(last)
    }
}
