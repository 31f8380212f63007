extension ConnectionOptions {
    /// The options that lead another command to the same service, as they are typed, each with a space before it. A run knows its
    /// base.
    var asTyped: String {
        let given = [local ? ["--local"] : [], Self.option("--base-url", baseURL), Self.option("--config", config)]
        return given.joined().map { " " + Self.quoted($0) }.joined()
    }

    private static func option(_ name: String, _ value: String?) -> [String] { value.map { [name, $0] } ?? [] }

    /// The text as a shell reads it.
    private static func quoted(_ text: String) -> String {
        let plain = text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_./:=@".contains($0)) }
        return plain ? text : "'" + text.replacing("'", with: "'\\''") + "'"
    }
}
