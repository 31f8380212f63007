import JSONText
import TableModel

/// What a list is asked for (airtable-api.md 2.1).
struct ListQuery: Sendable, Hashable {
    struct Sort: Sendable, Hashable {
        var field: String
        var isDescending = false
    }

    var pageSize = 100
    var maxRecords: Int?
    var offset: String?
    var view: String?
    var formula: String?
    var sort: [Sort] = []
    /// Names or ids; nil for all fields.
    var fields: [String]?
    var display = DisplayQuery()
    var showsCommentCount = false

    /// The most records on a page (airtable-api.md 5.3).
    static let pageSizes = 1...100

    /// Page sizes out of range are refused, never clamped (12 #15).
    mutating func setPageSize(_ number: Int?) throws(ServiceFailure) {
        guard let number, Self.pageSizes.contains(number) else { throw .invalidRequest }
        pageSize = number
    }

    mutating func setMaxRecords(_ number: Int?) throws(ServiceFailure) {
        guard let number, number >= 1 else { throw .invalidRequest }
        maxRecords = number
    }

    mutating func setMetadata(_ names: [String]) throws(ServiceFailure) {
        guard names.allSatisfy({ $0 == "commentCount" }) else { throw .invalidRequest }
        showsCommentCount = !names.isEmpty
    }

    static func direction(_ text: String?) throws(ServiceFailure) -> Bool {
        switch text {
        case nil, "asc": return false
        case "desc": return true
        default: throw .invalidRequest
        }
    }
}

/// The parameters that say how cells are shown, common to list and get.
struct DisplayQuery: Sendable, Hashable {
    var format: String?
    var timeZone: String?
    var locale: String?
    var usesFieldIDs = false

    /// - Throws: For `cellFormat=string` without time zone and locale, and for unknown formats and zones.
    ///
    /// - Parameter base: Where the names of linked records are.
    func cells(in base: StoredBase) throws(ServiceFailure) -> RecordForm.Cells {
        switch format {
        case nil, "json": return .json
        case "string":
            guard let timeZone, locale != nil,
                let zone = timeZone == "UTC" ? .utc : FieldOptionsReader.zone(named: timeZone)
            else { throw .invalidRequest }
            return .text(CellDisplay(zone: zone, base: base))
        default: throw .invalidRequest
        }
    }

    /// A flag in a query: `true`, `1`, `false`, `0`.
    static func flag(_ text: String) throws(ServiceFailure) -> Bool {
        switch text {
        case "true", "1": return true
        case "false", "0": return false
        default: throw .invalidRequest
        }
    }
}
