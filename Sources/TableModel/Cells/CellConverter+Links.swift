extension CellConverter {
    /// The ids of the records that a list, or a text with commas, names; each once, in the source's order.
    func links(from source: FieldValue) throws(CellProblem) -> FieldValue {
        var ids: [String] = []
        for element in try elements(of: source, remedy: idsRemedy) {
            let id = try link(named: String(element.trimmingOuterSpace()))
            if !ids.contains(where: { $0.utf8.elementsEqual(id.utf8) }) { ids.append(id) }
        }
        return ids.isEmpty ? .null : .list(ids.map(FieldValue.string))
    }

    /// Whether a cell names linked records by anything else than their ids, so that ``LinkedNames`` are needed to understand it.
    package func needsNames(for source: FieldValue) -> Bool {
        guard kind == .links, let elements = try? elements(of: source, remedy: idsRemedy) else { return false }
        return elements.contains { !RecordID.isWellFormed(String($0.trimmingOuterSpace())) }
    }

    private var idsRemedy: String { "write record ids (rec…), separated by commas" }

    /// A record's id, or the text itself if the service is to find or create the record.
    private func link(named text: String) throws(CellProblem) -> String {
        if RecordID.isWellFormed(text) { return text }
        guard let table = linkedTable else {
            if typecast { return text }
            throw CellProblem(
                field, refuses: .string(text), ", which is not a record id",
                remedy: idsRemedy + ", or --typecast, which finds or creates records by name", typecastMayHelp: true)
        }
        let records = table.records(named: text)
        switch records.count {
        case 1: return records[0].rawValue
        case 0:
            if typecast { return text }
            throw CellProblem(
                field, refuses: .string(text), ", which no record of \"\(table.name)\" is called",
                remedy: "check the name, or --typecast, which creates the record", typecastMayHelp: true)
        default:
            // Typecast would take whichever the service finds first.
            let shown = records.prefix(3).map(\.rawValue).joined(separator: ", ")
            throw CellProblem(
                field, refuses: .string(text),
                ", which \(records.count) records of \"\(table.name)\" are called "
                    + "(\(shown)\(records.count > 3 ? ", …" : ""))",
                remedy: "write the id of the one that is meant")
        }
    }
}
