/// A colour of a terminal, by its number in escape sequences (ECMA-48).
enum TextColor: Int, Sendable {
    case red = 31
    case green = 32
    case yellow = 33

    /// The text in that colour.
    func painted(_ text: some StringProtocol) -> String { "\u{1B}[\(rawValue)m\(text)\u{1B}[0m" }
}
