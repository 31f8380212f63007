/// Deals the faults of a plan to requests as they come.
struct FaultDeck: Sendable {
    private let plan: FaultPlan
    /// How many fitting requests each rule has seen.
    private var seen: [Int]
    private var random: IDGenerator

    init(_ plan: FaultPlan) {
        self.plan = plan
        seen = plan.rules.map { _ in 0 }
        random = IDGenerator(seed: plan.seed)
    }

    /// What befalls request number `index`, counted from 0; nil if nothing does.
    mutating func next(index: Int, verb: RequestVerb) -> Fault? {
        var fault: Fault?
        for (position, rule) in plan.rules.enumerated() where rule.befalls(index: index, verb: verb) {
            // Every fitting rule counts the request, so that two rules on the same verb count alike.
            let number = seen[position]
            seen[position] += 1
            guard fault == nil, number >= rule.skipping, number - rule.skipping < rule.times ?? .max else { continue }
            fault = rule.fault
        }
        if let fault { return fault }
        guard !plan.chances.isEmpty else { return nil }
        // One number is drawn for every request, so that what strikes the next does not depend on this one's verb.
        var rest = random.nextUnit()
        for chance in plan.chances {
            if rest < chance.probability { return chance.verbs?.contains(verb) ?? true ? chance.fault : nil }
            rest -= chance.probability
        }
        return nil
    }
}

extension FaultPlan.Rule {
    fileprivate func befalls(index: Int, verb: RequestVerb) -> Bool {
        (request ?? index) == index && (verbs?.contains(verb) ?? true)
    }
}
