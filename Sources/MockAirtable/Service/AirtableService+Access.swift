import TableModel

extension AirtableService {
    /// Makes sure that the base is there and that the call's token may use it so; a base of well-formed id is made if
    /// that is switched on and the user may create (airtable-api.md 6.3).
    mutating func openBase(
        _ id: BaseID, _ call: Call, scope: ServiceToken.Scope?, role: ServiceToken.Role
    ) throws(ServiceFailure) {
        guard call.token.grants(id), scope.map(call.token.scopes.contains) ?? true else { throw .modelNotFound }
        if state.bases[id] == nil {
            guard configuration.access.createsBasesOnDemand, call.token.role >= .create else { throw .modelNotFound }
            state.make(.base(id, name: "Untitled Base"))
        }
        guard call.token.role >= role else { throw .notPermitted }
    }

    /// The position of the table in its base, which is opened first.
    mutating func openTable(
        _ nameOrID: String, in base: BaseID, _ call: Call, scope: ServiceToken.Scope, role: ServiceToken.Role
    ) throws(ServiceFailure) -> Int {
        try openBase(base, call, scope: scope, role: .read)
        guard let index = state.bases[base]?.tableIndex(nameOrID) else {
            switch configuration.errors.missingTable {
            case .forbidden: throw .modelNotFound
            case .notFound: throw .tableNotFound(nameOrID, base: base.rawValue)
            }
        }
        guard call.token.role >= role else { throw .notPermitted }
        return index
    }

    /// The answer for a single record that is not there (airtable-api.md 12 #5).
    var missingRecord: ServiceFailure {
        switch configuration.errors.missingRecord {
        case .forbidden: .modelNotFound
        case .notFound: .recordNotFound
        }
    }
}
