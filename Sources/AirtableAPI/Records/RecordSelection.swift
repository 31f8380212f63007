public import TableModel

/// Which records of a table to read, in which order, and which of their cells.
///
/// ```swift
/// let selection = RecordSelection(
///     .matching(.field("Status").equals("open")), fields: ["Name", "Due"], sort: [.ascending("Due")])
/// ```
public struct RecordSelection: Sendable, Hashable {
    /// How the page requests are sent.
    public enum Method: Sendable, Hashable {
        /// As `POST …/listRecords`, for which no selection is too long.
        case post
        /// As `GET`, with everything in the URL, of which the service takes 16,000 bytes.
        case get
    }

    /// One field of an order.
    public struct SortKey: Sendable, Hashable {
        /// Which end comes first.
        public enum Direction: String, Sendable, Hashable {
            /// Blank cells come first.
            case ascending = "asc"
            /// Blank cells come last.
            case descending = "desc"
        }

        /// The field's name or id.
        public var field: String
        /// Which end comes first.
        public var direction: Direction

        /// Makes a key of an order.
        public init(field: String, direction: Direction) {
            self.field = field
            self.direction = direction
        }

        /// Orders by a field, small to large; blank cells first.
        public static func ascending(_ field: String) -> SortKey { SortKey(field: field, direction: .ascending) }
        /// Orders by a field, large to small; blank cells last.
        public static func descending(_ field: String) -> SortKey { SortKey(field: field, direction: .descending) }
    }

    /// Which records; `.all`, ids, keys, a time of creation or modification, or a formula as ``Formula`` writes it.
    public var filter: RecordQuery.Filter
    /// A formula that must hold besides; nil for none.
    public var scope: String?
    /// Names or ids of the fields to read; nil reads all. An unknown one fails the request.
    public var fields: [String]?
    /// A view's id or name: only what it shows is read, in its order unless ``sort`` says another.
    public var view: String?
    /// The order; when empty, the view's, or else the service's own, which means nothing.
    public var sort: [SortKey]
    /// At most so many records in all, from 1; nil reads all.
    public var maxRecords: Int?
    /// Records in a page, 1 to 100. Smaller pages cost more requests for the same records.
    public var pageSize: Int
    /// How cells are read.
    public var cellFormat: CellFormat
    /// How the page requests are sent.
    public var method: Method

    /// Makes a selection; the defaults read everything, a hundred records a request.
    public init(
        _ filter: RecordQuery.Filter = .all, scope: String? = nil, fields: [String]? = nil, view: String? = nil,
        sort: [SortKey] = [], maxRecords: Int? = nil, pageSize: Int = RemoteLimits.airtable.recordsPerPage,
        cellFormat: CellFormat = .json, method: Method = .post
    ) {
        self.filter = filter
        self.scope = scope
        self.fields = fields
        self.view = view
        self.sort = sort
        self.maxRecords = maxRecords
        self.pageSize = pageSize
        self.cellFormat = cellFormat
        self.method = method
    }

    /// Whether no record can be selected, so that no request is needed.
    var isEmpty: Bool {
        switch filter {
        case .ids(let ids): ids.isEmpty
        case .keys(let keys, _): keys.isEmpty
        case .all, .created, .modified, .formula: false
        }
    }
}
