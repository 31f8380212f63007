/// An operation that was done, as the service told.
struct Deed: Sendable, Hashable {
    enum Kind: Sendable, Hashable {
        case created
        case updated
        case deleted
        /// The record to delete did not exist any more.
        case alreadyGone
    }

    var kind: Kind
    /// Where the cells stand that were sent; nil if the record was not written.
    let intent: Place?
    /// Where the service's answer stands, or the outcome if there was no answer.
    let told: Place

    init(_ kind: Kind, intent: Place?, told: Place) {
        self.kind = kind
        self.intent = intent
        self.told = told
    }
}
