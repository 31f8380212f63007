import JSONText
import TableModel

extension AirtableService {
    /// Carries out a call, or says why not; in that case nothing has changed, but that a base may have been made for its
    /// first use.
    mutating func execute(_ call: Call, fault: Fault?) -> Result<JSONValue, ServiceFailure> {
        do throws(ServiceFailure) {
            return .success(try answer(call, fault: fault))
        } catch {
            return .failure(error)
        }
    }

    private mutating func answer(_ call: Call, fault: Fault?) throws(ServiceFailure) -> JSONValue {
        switch call.request.route {
        case .whoami: return whoami(call)
        case .bases: return try listBases(call)
        case .createBase: return try createBase(call)
        case .schema(let base): return try readSchema(call, base)
        case .createTable(let base): return try createTable(call, base)
        case .updateTable(let base, let table): return try updateTable(call, base, table)
        case .createField(let base, let table): return try createField(call, base, table)
        case .updateField(let base, let table, let field): return try updateField(call, base, table, field)
        case .list(let base, let table), .listByPost(let base, let table):
            return try list(call, base, table, fault: fault)
        case .get(let base, let table, let record): return try get(call, base, table, record)
        case .create(let base, let table): return try create(call, base, table)
        case .updateOne(let base, let table, let record, let replaces):
            return try updateOne(call, base, table, record, replaces: replaces)
        case .updateMany(let base, let table, let replaces):
            return try updateMany(call, base, table, replaces: replaces)
        case .deleteOne(let base, let table, let record): return try deleteOne(call, base, table, record)
        case .deleteMany(let base, let table): return try deleteMany(call, base, table)
        case .unknown(let base):
            if let base { try openBase(base, call, scope: nil, role: .read) }
            throw .notFound
        case .malformedBase: throw .notFound
        }
    }
}
