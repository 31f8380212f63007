public import TableModel

/// The table that a plan is for.
public struct PlanTarget: Sendable, Hashable {
    /// The host of the service.
    public let service: String
    public let base: String
    public let table: TableID
    /// What people call the table.
    public let name: String

    public init(service: String, base: String, table: TableID, name: String) {
        self.service = service
        self.base = base
        self.table = table
        self.name = name
    }
}
