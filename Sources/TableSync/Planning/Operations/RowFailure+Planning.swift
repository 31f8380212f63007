extension RowFailure.Code {
    /// A cell that the field does not take.
    public static let invalidValue = Self(rawValue: "invalid-value")
    /// No record has the row's key, and none may be created.
    public static let notInTable = Self(rawValue: "not-in-table")
    /// A record has the row's key already, and none may be updated.
    public static let alreadyInTable = Self(rawValue: "already-in-table")
}
