/// The refusals of airtable-api.md 2.3 and 2.5, which concern reading a list.
extension ServiceFailure {
    static func invalidOffset(_ offset: String) -> ServiceFailure {
        unprocessable("INVALID_OFFSET_VALUE", "The value of offset \(offset) is invalid")
    }

    static let iteratorNotAvailable = unprocessable("LIST_RECORDS_ITERATOR_NOT_AVAILABLE")

    static let invalidFormula = unprocessable(
        "INVALID_FILTER_BY_FORMULA",
        "The formula for filtering records is invalid: Invalid formula. Please check your formula text.")

    /// The names come back in lower case.
    static func unknownFormulaFields(_ names: [String]) -> ServiceFailure {
        unprocessable(
            "INVALID_FILTER_BY_FORMULA",
            "The formula for filtering records is invalid: Unknown field names: "
                + names.map { $0.lowercased() }.joined(separator: ", "))
    }

    static func viewNameNotFound(_ name: String) -> ServiceFailure {
        unprocessable("VIEW_NAME_NOT_FOUND", "View \(name) not found")
    }

    static func viewIDNotFound(_ id: String) -> ServiceFailure {
        unprocessable("VIEW_ID_NOT_FOUND", "View \(id) not found")
    }

    static let failedStateCheck = unprocessable("FAILED_STATE_CHECK")
}
