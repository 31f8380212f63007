/// How lists are read where the real service's rule is not known for certain (airtable-api.md 12).
public struct ListOptions: Sendable, Hashable {
    public enum UnknownParameter: Sendable, Hashable {
        /// 422 `INVALID_REQUEST_UNKNOWN`.
        case refused
        case ignored
    }

    public enum DefaultOrder: Sendable, Hashable {
        /// Ascending by id, as seen live.
        case byID
        /// Arbitrary but the same for all pages, as documented.
        case arbitrary(seed: UInt64)
    }

    public enum Continuation: Sendable, Hashable {
        /// A page holds what follows the last record of the page before, as the table is now.
        case live
        /// The pages are those of the records that were there at the first page and still are.
        case snapshot
    }

    public enum FormulaNames: Sendable, Hashable {
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

    public init() {}
}
