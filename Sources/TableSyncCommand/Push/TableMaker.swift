import AirtableAPI
import RateLimiting
import TableModel
import TableSync

/// Makes the table or the fields that a push needs.
///
/// No request unmakes them, so a lost answer is settled before anything is sent again: once the service must be done with the
/// request, the schema tells whether it was carried out (design section 5.2).
struct TableMaker: Sendable {
    let connection: Connection
    /// Asks for an end between two requests.
    var stop = StopSignal()

    private var base: AirtableBase { connection.base }

    /// - Returns: The table with nothing left to make, or, after a stop, with what was not made.
    /// - Throws: ``CommandError`` with exit code 8 if fewer requests may be sent than it takes; `RemoteError`;
    ///   `CancellationError`.
    func make(_ target: TargetTable) async throws -> TargetTable {
        if let left = connection.callsLeft, left.calls < target.requestsToMake {
            let requests = Wording.count(target.requestsToMake, "request")
            throw CommandError(
                .budgetReached,
                "Making what \"\(target.schema.name)\" lacks takes \(requests), and \(left.reason). Nothing was written."
            )
        }
        var made = target
        if target.isNew {
            let schema = try await settling {
                try await base.createTable(target.schema.name, fields: target.drafts)
            } find: { tables in
                tables.first { $0.name == target.schema.name }
            }
            guard let schema else { return target }
            made.schema = schema
            made.address = schema.id.rawValue
            made.drafts = []
            made.isNew = false
            made.lasting.append(Self.lasting("Table", schema.name))
            return made
        }
        while let draft = made.drafts.first {
            let field = try await settling {
                try await base.createField(draft, in: target.schema.id)
            } find: { tables in
                tables.first { $0.id == target.schema.id }?.field(draft.name)
            }
            guard let field else { break }
            made.drafts.removeFirst()
            made.lasting.append(Self.lasting("Field", draft.name))
            guard let place = made.schema.fields.firstIndex(where: { $0.name == draft.name }) else { continue }
            made.schema.fields[place] = field
        }
        return made
    }

    /// - Returns: What was made; nil if a stop was asked for before it was.
    private func settling<Made: Sendable>(
        _ make: () async throws -> Made, find: ([TableSchema]) -> Made?
    ) async throws -> Made? {
        var chances = 3
        while !stop.isRequested {
            do {
                return try await make()
            } catch let error as RemoteError where Self.isOpen(error) && chances > 1 {
                chances -= 1
                try await connection.time.sleep(for: connection.retry.settlingTime)
                if let made = find(try await base.schema()) { return made }
            }
        }
        return nil
    }

    private static func lasting(_ kind: String, _ name: String) -> String {
        "\(kind) \"\(name)\", which the run created, stays: no API can remove it."
    }

    /// Whether a request that failed so may have been carried out.
    private static func isOpen(_ error: RemoteError) -> Bool {
        [.noAnswer, .serverFault, .unreadableAnswer].contains(error.code)
    }
}
