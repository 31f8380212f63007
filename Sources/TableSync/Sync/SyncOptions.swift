public import TableModel

/// What a plan is made of, how the table's state is known, and how the plan is carried out.
public struct SyncOptions: Sendable {
    /// The table, by which its snapshot is found again.
    public var target: PlanTarget
    /// The table's schema as it is now.
    public var schema: TableSchema
    /// The folder that keeps snapshots, journals, the locks of tables and the marks of plans that were carried out. It holds
    /// people's data, so what is made in it is for its owner alone.
    public var stateFolder: String
    /// The fields that rows are compared by and that are written; nil for all that can be. A row that does not mention one of
    /// them leaves it as it is.
    public var fields: [String]?
    /// Whether attachments are compared and written, too: files of one name are then taken for the same, since the service gives
    /// a file another address than it was given.
    public var comparesAttachments = false
    /// What the plan may do.
    public var plan = PlanOptions()
    /// How the snapshot is brought up to date; nil for the cheapest way that the plan allows.
    public var refresh: RefreshMethod?
    /// How old the last complete read may be for a snapshot to be trusted; a day by default.
    public var maxAge: Duration = .seconds(86_400)
    /// The part of the table that is meant; all of it by default.
    public var scope = Scope()
    /// Requests that were made before, such as that for the schema; the plan's cost includes them.
    public var requestsMade = 1
    /// Gives the table that a link field leads to, by its id, so that rows may name its records by their primary texts; nil, as
    /// it gives by default, leaves them to be named by their ids.
    ///
    /// A table is read only if rows name records of it so, and then its primary field alone: ⌈M/100⌉ requests for M records,
    /// which the plan's cost includes.
    public var linkedTables: @Sendable (TableID) -> LinkedTable? = { _ in nil }
    /// How the requests are sent. Its ``RunOptions/maxRequests`` counts for making a plan, for carrying one out, and for both
    /// together where one call does both.
    public var run = RunOptions()
    /// What to do when the service refuses a row.
    public var onError = ErrorStrategy.stop

    /// Makes options for a table.
    public init(target: PlanTarget, schema: TableSchema, stateFolder: String) {
        self.target = target
        self.schema = schema
        self.stateFolder = stateFolder
    }
}

extension SyncOptions {
    /// The fields that rows are held against, with `key` among them.
    ///
    /// - Throws: ``UnknownFields`` if the schema has no such field, or one that cannot be written and compared.
    func managed(key: [String]) throws(UnknownFields) -> ManagedFields {
        let compares = { (field: FieldSchema) in field.type.isComparable(attachmentsByName: comparesAttachments) }
        let names = fields ?? schema.fields.filter(compares).map(\.name)
        let all = names + key.filter { !names.contains($0) }
        let unknown = all.filter { schema.field($0).map(compares) != true }
        guard unknown.isEmpty else { throw UnknownFields(names: unknown, table: target.name) }
        let mark = plan.mode.deletePolicy?.mark?.field
        let alsoRead = mark.map { all.contains($0.name) ? [] : [$0] } ?? []
        return ManagedFields(
            all.compactMap(schema.field), key: key.compactMap(schema.field), alsoRead: alsoRead,
            conversion: plan.typecast ? "typecast" : "")
    }
}
