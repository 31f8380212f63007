import JSONText
import TableModel

extension SchemaFileReader {
    /// The views of a table: as the service answers them, and with `filterByFormula`, which it does not tell. A table
    /// without views gets one that shows all records.
    mutating func views(_ json: JSONValue?, of table: TableDefinition, _ place: String) -> [ViewDefinition] {
        var views: [ViewDefinition] = []
        for (index, element) in (json?.arrayValue ?? []).enumerated() {
            let viewPlace = "\(place)[\(index)]"
            let known = ["id", "name", "type", "visibleFieldIds", "personalForUserId", "filterByFormula"]
            guard let object = members(element, viewPlace, known) else { continue }
            var view = ViewDefinition(id: id(object, viewPlace), name: text(object, "name", viewPlace))
            if let formula = object["filterByFormula"] {
                view.filter = filter(formula, of: table, "\(viewPlace).filterByFormula")
            }
            views.append(view)
        }
        return views.isEmpty ? [ViewDefinition(id: ids.identifier(), name: "Grid view")] : views
    }

    private mutating func filter(
        _ json: JSONValue, of table: TableDefinition, _ place: String
    ) -> ViewDefinition.Filter? {
        guard let formula = json.stringValue else {
            report(place, "It must be a formula.")
            return nil
        }
        do throws(ServiceFailure) {
            return try ViewDefinition.Filter(formula, of: table, names: configuration.lists.formulaNames)
        } catch {
            report(place, "\(sentence(error)) Write a formula that a request could filter by.")
            return nil
        }
    }
}
