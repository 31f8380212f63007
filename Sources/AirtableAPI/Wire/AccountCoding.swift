import JSONText
import TableModel

extension Account {
    /// Reads the answer of `whoami`.
    init(answer: ServiceAnswer) throws(UnreadableAnswer) {
        guard let id = answer.json["id"]?.stringValue else { throw UnreadableAnswer("it has no \"id\"") }
        self.init(
            id: id, email: answer.json["email"]?.stringValue,
            scopes: answer.json["scopes"]?.arrayValue?.compactMap(\.stringValue))
    }
}

/// One page of the list of bases.
struct BasePage: Sendable {
    var bases: [BaseSummary]
    var offset: String?

    init(answer: ServiceAnswer) throws(UnreadableAnswer) {
        bases = []
        for element in try answer.elements("bases") {
            guard let id = element["id"]?.stringValue.flatMap(BaseID.init(rawValue:)),
                let name = element["name"]?.stringValue
            else { throw UnreadableAnswer("a base of it has no id or name") }
            bases.append(
                BaseSummary(id: id, name: name, permissionLevel: element["permissionLevel"]?.stringValue ?? "none"))
        }
        offset = answer.json["offset"]?.stringValue
    }
}
