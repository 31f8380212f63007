/// Constants that one expression is compared with, so that many comparisons cost little more than one.
struct FormulaConstants: Sendable {
    /// A constant as it is looked up.
    enum Key: Hashable, Sendable {
        case text(ExactText)
        case number(Double)
        case instant(Int64)

        /// Nil for values that are not looked up.
        init?(_ constant: FormulaValue) {
            switch constant {
            case .text(let text): self = .text(ExactText(text))
            case .number(let number): self = .number(number)
            case .dateTime(let date): self = .instant(date.milliseconds)
            case .blank, .boolean, .list, .error: return nil
            }
        }
    }

    private var keys: Set<Key> = []
    private var hasNumbers = false
    private var hasInstants = false
    /// Whether there is a text that is not empty.
    private var hasTexts = false
    /// The texts that give a date and a time, and whether there are others that are not empty.
    private var texts: [Int64: [Key]] = [:]
    private var hasTextsWithoutTime = false

    init(_ constants: some Sequence<Key>) {
        for key in constants where keys.insert(key).inserted {
            switch key {
            case .number: hasNumbers = true
            case .instant: hasInstants = true
            case .text(let text) where text.text.isEmpty: break
            case .text(let text):
                hasTexts = true
                if let date = FormulaDate(iso: text.text), date.hasTime {
                    texts[date.milliseconds, default: []].append(key)
                } else {
                    hasTextsWithoutTime = true
                }
            }
        }
    }

    /// Whether the value equals one of the constants: what asking for each of them and joining the answers by OR gives.
    func contains(_ value: FormulaValue) -> FormulaValue {
        matches(value).map { .boolean(!$0.isEmpty) } ?? .error
    }

    /// The constants that the value equals, as `FormulaValue.equals` has it; nil if one of the comparisons is an error.
    func matches(_ value: FormulaValue) -> [Key]? {
        switch value {
        case .blank: return found([.text(Self.noText), .number(0)])
        case .text(let text) where text.isEmpty: return found([.text(Self.noText), .number(0)])
        case .text(let text):
            if hasNumbers { return nil }
            guard hasInstants else { return found(.text(ExactText(text))) }
            guard let date = FormulaDate(iso: text), date.hasTime else { return nil }
            return found([.text(ExactText(text)), .instant(date.milliseconds)])
        case .list:
            return hasNumbers || hasInstants ? nil : found(.text(ExactText(value.text)))
        case .number(let number):
            if hasTexts || hasInstants { return nil }
            return number == 0 ? found([.text(Self.noText), .number(0)]) : found(.number(number))
        case .boolean(let boolean):
            // What FALSE() = "" is, is not known.
            if hasTexts || hasInstants || (!boolean && keys.contains(.text(Self.noText))) { return nil }
            return found(.number(boolean ? 1 : 0))
        case .dateTime(let date):
            if hasNumbers || hasTextsWithoutTime { return nil }
            return found(.instant(date.milliseconds)) + (texts[date.milliseconds] ?? [])
        case .error: return nil
        }
    }

    // Most values match nothing, and an empty array costs nothing.
    private func found(_ candidate: Key) -> [Key] { keys.contains(candidate) ? [candidate] : [] }

    private func found(_ candidates: [Key]) -> [Key] { candidates.filter(keys.contains) }

    private static let noText = ExactText("")
}
