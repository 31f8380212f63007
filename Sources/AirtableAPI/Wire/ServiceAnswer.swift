import FoundationEssentials
import JSONText

/// A successful answer, read as JSON, with the service's clock.
struct ServiceAnswer: Sendable {
    var json: JSONValue
    /// The Date header.
    var serverTime: Date?

    /// The member of that name.
    func member(_ name: String) throws(UnreadableAnswer) -> JSONValue {
        guard let value = json[name] else { throw UnreadableAnswer("it has no \"\(name)\"") }
        return value
    }

    /// The elements of the array of that name.
    func elements(_ name: String) throws(UnreadableAnswer) -> [JSONValue] {
        guard let elements = try member(name).arrayValue else {
            throw UnreadableAnswer("its \"\(name)\" is not a list")
        }
        return elements
    }
}

/// Why an answer of status 2xx makes no sense, as part of a sentence.
struct UnreadableAnswer: Error, Hashable {
    var reason: String
    init(_ reason: String) { self.reason = reason }
}
