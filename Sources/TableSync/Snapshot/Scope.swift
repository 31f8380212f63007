/// The part of a table that a source is held against; what lies outside is neither read nor deleted.
public struct Scope: Sendable, Hashable {
    /// A formula in the service's language that records must meet; nil for all.
    public var formula: String?
    /// A view's id or name, whose records alone count; nil for all.
    public var view: String?

    /// Makes a scope; the default is the whole table.
    public init(formula: String? = nil, view: String? = nil) {
        self.formula = formula
        self.view = view
    }

    /// Whether nothing is left out.
    public var isWholeTable: Bool { formula == nil && view == nil }
}
