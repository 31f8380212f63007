extension CellConverter {
    /// The choice that a scalar names: exactly, or without the whitespace around it.
    func choice(from source: FieldValue) throws(CellProblem) -> FieldValue {
        switch source {
        case .string, .number, .bool: return .string(try choice(named: PlainText.of(source)))
        case .null, .list, .object: throw refusal(source, remedy: "write the name of one choice")
        }
    }

    /// The choices that a list, or a text with commas, names; each once, in the source's order.
    func choiceList(from source: FieldValue) throws(CellProblem) -> FieldValue {
        var names: [String] = []
        for element in try elements(of: source, remedy: "write names of choices, such as \"a, b\"") {
            let name = try choice(named: element)
            if !names.contains(where: { $0.utf8.elementsEqual(name.utf8) }) { names.append(name) }
        }
        return names.isEmpty ? .null : .list(names.map(FieldValue.string))
    }

    /// The texts of a list's scalars, or of a text that separates them by commas.
    func elements(of source: FieldValue, remedy: String) throws(CellProblem) -> [String] {
        switch source {
        case .string(let text):
            guard let elements = ListText.elements(of: text) else {
                throw refusal(
                    source, ", in which a double quote is not closed",
                    remedy: "put elements with commas in double quotes, and double the quotes inside them")
            }
            return elements
        case .list(let values):
            var elements: [String] = []
            for value in values {
                switch value {
                case .null, .string(""): continue
                case .string, .number, .bool: elements.append(PlainText.of(value))
                case .list, .object: throw refusal(source, remedy: remedy)
                }
            }
            return elements
        case .number, .bool: return [PlainText.of(source)]
        case .null, .object: throw refusal(source, remedy: remedy)
        }
    }

    private func choice(named text: String) throws(CellProblem) -> String {
        guard let choices else { return text }
        if let choice = choices[text] { return choice }
        let trimmed = String(text.trimmingOuterSpace())
        if let choice = choices[trimmed] { return choice }
        if typecast { return trimmed }
        let near = NearChoices(to: trimmed, among: field.choiceNames).names
        let known = near.isEmpty ? field.choiceNames.prefix(5) : near[...]
        let list = known.map { "\"\($0)\"" }.joined(separator: ", ")
        let suggestion =
            if !near.isEmpty {
                "did you mean \(list)? Otherwise --typecast creates the choice"
            } else if list.isEmpty {
                "the field has no choices yet; --typecast creates them"
            } else {
                "use one of its choices (\(list)\(field.choiceNames.count > known.count ? ", …" : "")), "
                    + "or --typecast, which creates the choice"
            }
        throw CellProblem(
            field, refuses: .string(trimmed), ", which is not one of its choices", remedy: suggestion,
            typecastMayHelp: true)
    }
}
