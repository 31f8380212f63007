import TableModel

extension Plan {
    /// Looks whether the file that the plan was made from is still the same, by its bytes.
    ///
    /// A plan holds all that it needs of its source, so one whose source is gone, or never was a regular file, can still be
    /// carried out. It is looked for where it was, wherever the process works now.
    ///
    /// - Throws: ``PlanStale`` if there are other bytes at the source's path now; ``PlanFileError`` if they cannot be read.
    package func requireSameSource() throws {
        let source = header.source
        guard let digest = source.digest, let path = source.path,
            let now = try PlanSource.regularFile(path)?.digest, now != digest
        else { return }
        throw PlanStale(
            description:
                "The file \(source.name) has changed since the plan was made from it. Nothing was written. Make the "
                + "plan again.")
    }

    /// Looks whether the plan, if it was saved, has been carried out on this machine.
    ///
    /// - Throws: ``PlanUsed`` if it was.
    package func requireUnused(in stateFolder: String) throws(PlanUsed) {
        try AppliedPlans(in: stateFolder).requireUnused(self)
    }

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
        let isAsRead = managed.alsoRead.allSatisfy { field in
            options.schema.fields.contains { ManagedFields.signature(of: $0) == ManagedFields.signature(of: field) }
        }
        guard now.count == managed.fields.count, key.count == managed.key.count, isAsRead,
            ManagedFields(now, key: key).binding == managed.binding
        else {
            throw PlanStale(
                description:
                    "The fields of \"\(target.name)\" have changed since the plan was made. Make the plan again.")
        }
    }
}
