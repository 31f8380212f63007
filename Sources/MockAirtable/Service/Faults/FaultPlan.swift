/// Which requests go wrong, and how.
///
/// Rules are asked in order, and the first that fits decides; a request that none fits may be struck by chance.
/// A fault takes effect only if the request reaches that point: one that is refused for its token or its rate is
/// answered so, and the rule is spent all the same.
public struct FaultPlan: Sendable, Hashable {
    /// A fault and the requests it befalls.
    public struct Rule: Sendable, Hashable {
        /// What happens.
        public var fault: Fault
        /// The verbs it befalls; nil for all.
        public var verbs: Set<RequestVerb>?
        /// The request it befalls, counted from 0 over all requests that the service ever received; nil for any.
        public var request: Int?
        /// How many fitting requests pass unharmed first.
        public var skipping: Int
        /// How many it befalls; nil for all.
        public var times: Int?

        /// Makes a rule; without further arguments it befalls the next request, once.
        public init(
            _ fault: Fault, on verbs: Set<RequestVerb>? = nil, request: Int? = nil, skipping: Int = 0,
            times: Int? = 1
        ) {
            self.fault = fault
            self.verbs = verbs
            self.request = request
            self.skipping = skipping
            self.times = times
        }
    }

    /// A fault and how likely it is to strike a request.
    public struct Chance: Sendable, Hashable {
        /// What happens.
        public var fault: Fault
        /// From 0 (never) to 1 (always). The chances of a plan are exclusive: their sum is at most 1.
        public var probability: Double
        /// The verbs it may strike; nil for all.
        public var verbs: Set<RequestVerb>?

        /// Makes a chance.
        public init(_ fault: Fault, probability: Double, on verbs: Set<RequestVerb>? = nil) {
            self.fault = fault
            self.probability = probability
            self.verbs = verbs
        }
    }

    /// What befalls certain requests.
    public var rules: [Rule]
    /// What may strike any request.
    public var chances: [Chance]
    /// The seed of the chances.
    public var seed: UInt64

    /// Makes a plan; without arguments nothing befalls anybody.
    public init(rules: [Rule] = [], chances: [Chance] = [], seed: UInt64 = 1) {
        self.rules = rules
        self.chances = chances
        self.seed = seed
    }
}
