public import TableModel

/// The table that a plan is for.
public struct PlanTarget: Sendable, Hashable {
    /// The host of the service.
    public let service: String
    /// The id of the base.
    public let base: String
    /// The id of the table.
    public let table: TableID
    /// What people call the table.
    public let name: String

    /// Names a table.
    public init(service: String, base: String, table: TableID, name: String) {
        self.service = service
        self.base = base
        self.table = table
        self.name = name
    }
}
