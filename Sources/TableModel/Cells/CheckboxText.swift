/// Words for a checkbox. Case and outer whitespace do not matter.
enum CheckboxText {
    static let checked: Set<String> = ["true", "t", "yes", "y", "on", "1", "x", "checked", "✓", "✔", "☑"]
    static let unchecked: Set<String> = ["false", "f", "no", "n", "off", "0", "unchecked", "☐"]

    static func flag(in text: some StringProtocol) -> Bool? {
        let word = text.trimmingOuterSpace().lowercased()
        if checked.contains(word) { return true }
        return unchecked.contains(word) ? false : nil
    }
}
