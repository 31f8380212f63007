/// Counts the different values of a column, to tell whether they are choices.
///
/// A column is a `singleSelect` if it has at least ``leastValues`` values, at most ``mostChoices`` different ones, each
/// of at most ``longestChoice`` characters, and each repeated ``leastRepetition`` times on average; if no two differ
/// only in case, and none has a line break, a double quote or whitespace around it.
///
/// It is a `multipleSelects` under the same conditions on the elements when the values are JSON lists of strings; and
/// when they are texts, only if the elements are separated by a comma and a space, none is repeated within a value, and
/// at least two of them stand alone in one value and with others in another. The parts of `Berlin, Germany` do not; a
/// column of such texts may still be a `singleSelect`.
struct ChoiceTally: Sendable {
    static let leastValues = 50
    static let mostChoices = 12
    static let longestChoice = 40
    static let leastRepetition = 10

    enum Form: Sendable { case single, multiple }

    private var values = 0
    private var lists = 0
    private var single: [String]? = []
    private var multiple: [String]? = []
    private var elements = 0
    /// Elements that were alone in a value, and those that were not: choices, so at most ``mostChoices`` of each.
    private var alone: Set<String> = []
    private var together: Set<String> = []

    mutating func rule(out forms: Form...) {
        if forms.contains(.single) { single = nil }
        if forms.contains(.multiple) { multiple = nil }
    }

    mutating func add(_ text: String) {
        values += 1
        if single != nil { Self.count(text, in: &single) }
        guard multiple != nil else { return }
        // A text without a comma is one element.
        guard text.utf8.contains(UInt8(ascii: ",")) else { return count([text]) }
        let parts = text.split(separator: ", ", omittingEmptySubsequences: false).map(String.init)
        if parts.contains(where: { $0.contains(",") }) {
            multiple = nil
        } else {
            count(parts)
        }
    }

    /// A JSON list of strings counts as a list of choices; anything else is none.
    mutating func add(list value: FieldValue) {
        values += 1
        lists += 1
        single = nil
        guard case .list(let list) = value, multiple != nil else {
            multiple = nil
            return
        }
        let parts = list.compactMap { element -> String? in
            guard case .string(let text) = element else { return nil }
            return text
        }
        if parts.count == list.count { count(parts) } else { multiple = nil }
    }

    /// The type that the column clearly has and its choices, in the order in which they were met; nil if it is text.
    var verdict: (FieldType, [String])? {
        guard values >= Self.leastValues else { return nil }
        if let multiple, Self.areChoices(multiple, repeatedIn: elements),
            lists == values || lists == 0 && alone.intersection(together).count >= 2
        {
            return (.multipleSelects, multiple)
        }
        guard let single, Self.areChoices(single, repeatedIn: values) else { return nil }
        return (.singleSelect, single)
    }

    private mutating func count(_ parts: [String]) {
        elements += parts.count
        guard Set(parts).count == parts.count else {
            multiple = nil
            return
        }
        for part in parts {
            Self.count(part, in: &multiple)
            guard multiple != nil else { return }
            if parts.count == 1 { alone.insert(part) } else { together.insert(part) }
        }
    }

    private static func count(_ choice: String, in choices: inout [String]?) {
        guard let known = choices, !known.contains(choice) else { return }
        let isPlain =
            !choice.isEmpty && choice.count <= longestChoice && choice.first?.isWhitespace == false
            && choice.last?.isWhitespace == false && !choice.contains { $0.isNewline || $0 == "\"" }
        choices = isPlain && known.count < mostChoices ? known + [choice] : nil
    }

    private static func areChoices(_ choices: [String], repeatedIn count: Int) -> Bool {
        count >= choices.count * leastRepetition && Set(choices.map { $0.lowercased() }).count == choices.count
    }
}
