/// How lists are read where the real service's rule is not known for certain (airtable-api.md 12).
public struct ListOptions: Sendable, Hashable {
    /// What a parameter does that the call does not have.
    public enum UnknownParameter: Sendable, Hashable {
        /// 422 `INVALID_REQUEST_UNKNOWN`.
        case refused
        /// Nothing: the list is given as if it were not there.
        case ignored
    }

    /// The order of records that were asked for without one.
    public enum DefaultOrder: Sendable, Hashable {
        /// Ascending by id, as seen live.
        case byID
        /// Arbitrary but the same for all pages, as documented.
        case arbitrary(seed: UInt64)
    }

    /// What the pages after the first are pages of.
    public enum Continuation: Sendable, Hashable {
        /// A page holds what follows the last record of the page before, as the table is now.
        case live
        /// The pages are those of the records that were there at the first page and still are.
        case snapshot
    }

    /// How the names in a formula are held against those of the fields.
    public enum FormulaNames: Sendable, Hashable {
        /// Every letter as it is.
        case exact
        /// Upper and lower case do not matter where no field has the exact name.
        case folded
    }

    /// What a parameter that the call does not have does, in queries and bodies alike (12 #16).
    public var unknownParameter = UnknownParameter.refused
    /// Whether a full last page carries an offset that leads to an empty page (12 #17).
    public var fullLastPageHasOffset = false
    /// How long a running list lives without being asked (12 #18).
    public var iteratorLifetime: Duration = .seconds(600)
    /// What a page after the first holds (12 #18).
    public var continuation = Continuation.live
    /// Whether `commentCount` is present when it is 0 (12 #28).
    public var showsZeroComments = true
    /// The order without sort and view (12 #40).
    public var defaultOrder = DefaultOrder.byID
    /// How formulas name fields (9.1).
    public var formulaNames = FormulaNames.exact

    /// Makes the defaults: what airtable-api.md 12 holds for likely.
    public init() {}
}
