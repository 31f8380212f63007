import AirtableAPI
import RateLimiting
import TableModel
import TableSync

/// Creates records through the client at a server without limits, as fast as it answers, with a journal or without.
struct BulkCreation {
    let address: ServiceAddress
    let base: BaseID
    let table: TableID
    /// Where the journal is kept; nil for none.
    let stateFolder: String?

    /// Gives how many requests it took.
    func callAsFunction(rows count: Int) async throws -> Int {
        var options = RunOptions()
        if let stateFolder {
            let target = PlanTarget(service: address.authority, base: base.rawValue, table: table, name: "Rows")
            options.journal = JournalPlace(stateFolder: stateFolder, target: target)
        }
        let client = AirtableClient(
            token: try AccessToken("journal"), address: address, transport: AsyncHTTPTransport.shared,
            limiter: RateLimiter(pacing: .none))
        let rows = (0..<count).map { number -> Fields in
            [
                "email": .string("user\(number)@example.com"), "name": .string("Name \(number)"),
                "seats": .number(Double(number)),
            ]
        }
        let report = try await client.base(base).table(table.rawValue).bulkCreate(rows, options: options)
        try report.requireComplete()
        return report.requests
    }
}
