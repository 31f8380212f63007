/// What a plan needs of its snapshot, and what the user has said about it.
package struct RefreshNeed: Sendable, Hashable {
    /// Rows of the source that have a key; nil if nobody has counted them.
    package var rows: Int?
    /// Whether records that are not in the source are to go, so that every record of the table must be known.
    package var isMirror: Bool
    package var scope: Scope
    /// The names of the managed fields whose cells change without a trace in their records, since they can be written from
    /// another table.
    package var linkFields: [String]
    /// How old the last complete read may be for a snapshot to be trusted; a day by default.
    package var maxAge: Duration
    /// The method that the user asks for; nil leaves it to ``RefreshChoice``.
    package var asked: RefreshMethod?
    /// What one page of a read holds.
    package var recordsPerPage: Int

    package init(
        rows: Int?, isMirror: Bool = false, scope: Scope = Scope(), linkFields: [String] = [],
        maxAge: Duration = .seconds(86_400), asked: RefreshMethod? = nil, recordsPerPage: Int = 100
    ) {
        self.rows = rows
        self.isMirror = isMirror
        self.scope = scope
        self.linkFields = linkFields
        self.maxAge = maxAge
        self.asked = asked
        self.recordsPerPage = recordsPerPage
    }

    /// The pages that so many records fill; an empty answer is a page, too.
    func pages(_ records: Int) -> Int { max(1, (records + recordsPerPage - 1) / recordsPerPage) }
}
