/// How cells take and give values where the real service's rule is not known for certain (airtable-api.md 12).
public struct ValueOptions: Sendable, Hashable {
    /// What an empty text does to a cell of a type that has no empty text.
    public enum EmptyText: Sendable, Hashable {
        /// As any other text that is no number, date or choice.
        case refused
        /// As null.
        case clears
    }

    /// When the text of a cell stands for a choice.
    public enum ChoiceMatching: Sendable, Hashable {
        /// When every letter is the same.
        case exact
        /// Upper and lower case and outer spaces do not matter.
        case folded
    }

    /// Whether outer spaces of `singleLineText` are dropped (12 #19).
    public var trimsSingleLineText = false
    /// Whether a number or Boolean written to a text field without typecast becomes text (12 #21).
    public var textTakesScalars = false
    /// What `""` does to number, date and select fields without typecast (12 #23).
    public var emptyText = EmptyText.refused
    /// How typecast looks for a choice before it makes a new one (12 #25).
    public var typecastChoices = ChoiceMatching.exact
    /// Whether multiple selects are answered in the order of the field's choices instead of the order written (4.5).
    public var ordersMultipleSelects = false
    /// Characters that `multilineText` and `richText` hold (5.3).
    public var longTextCharacters = 100_000

    /// Makes the defaults: what airtable-api.md 12 holds for likely.
    public init() {}
}
