/// Lists in one CSV cell: `a, b`.
///
/// Elements are separated by commas and trimmed of outer whitespace; empty ones are dropped. An element that holds a
/// comma, begins with a double quote or has outer whitespace stands in double quotes, with quotes inside it doubled:
/// `"Smith, John", "say ""hi""", plain`. A quote elsewhere is an ordinary character.
enum ListText {
    /// The elements of `text`; nil if a quoted element does not end, or is followed by more than whitespace.
    static func elements(of text: String) -> [String]? {
        var elements: [String] = []
        var rest = Substring(text)
        while true {
            rest = rest.drop(while: \.isWhitespace)
            if rest.first == "\"" {
                guard let element = quotedElement(&rest) else { return nil }
                elements.append(element)
            } else {
                let element = rest.prefix { $0 != "," }
                rest = rest[element.endIndex...]
                let trimmed = element.trimmingOuterSpace()
                if !trimmed.isEmpty { elements.append(String(trimmed)) }
            }
            guard rest.first == "," else { break }
            rest.removeFirst()
        }
        return elements
    }

    static func joined(_ elements: some Sequence<String>) -> String {
        elements.map(quotedIfNeeded).joined(separator: ", ")
    }

    private static func quotedIfNeeded(_ element: String) -> String {
        guard
            element.isEmpty || element.contains(",") || element.first == "\""
                || element.first?.isWhitespace == true || element.last?.isWhitespace == true
        else { return element }
        return "\"" + element.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }

    /// Takes a quoted element and the whitespace after it off the front of `rest`, up to a comma or the end.
    private static func quotedElement(_ rest: inout Substring) -> String? {
        var element = ""
        rest.removeFirst()
        while let character = rest.popFirst() {
            guard character == "\"" else {
                element.append(character)
                continue
            }
            if rest.first == "\"" {
                element.append("\"")
                rest.removeFirst()
            } else {
                rest = rest.drop(while: \.isWhitespace)
                return rest.isEmpty || rest.first == "," ? element : nil
            }
        }
        return nil
    }
}
