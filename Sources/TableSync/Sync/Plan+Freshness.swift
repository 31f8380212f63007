import TableModel

extension Plan {
    /// - Throws: ``PlanStale`` if the plan was made for another table, or for fields that are others now.
    func requireFresh(_ options: SyncOptions) throws(PlanStale) {
        let target = header.target
        guard target.service == options.target.service, target.base == options.target.base,
            target.table == options.target.table
        else {
            throw PlanStale(
                description:
                    "The plan is for \"\(target.name)\" (\(target.table) of \(target.base) at \(target.service)), "
                    + "not for \"\(options.target.name)\" (\(options.target.table) of \(options.target.base) at "
                    + "\(options.target.service)).")
        }
        let managed = header.managed
        let now = managed.fields.compactMap { field in options.schema.fields.first { $0.id == field.id } }
        let key = managed.key.compactMap { field in options.schema.fields.first { $0.id == field.id } }
        guard now.count == managed.fields.count, key.count == managed.key.count,
            ManagedFields(now, key: key).binding == managed.binding
        else {
            throw PlanStale(
                description:
                    "The fields of \"\(target.name)\" have changed since the plan was made. Make the plan again.")
        }
    }
}
