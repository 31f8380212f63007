/// What e-mail addresses, web addresses and telephone numbers look like; strict, since a wrong guess is worse than
/// none.
enum AddressText {
    /// One `@` between a name and a domain with a point, in printable characters without spaces, commas or brackets.
    static func isEmail(_ text: some StringProtocol) -> Bool {
        let halves = text.split(separator: "@", omittingEmptySubsequences: false)
        guard halves.count == 2, let name = halves.first, let domain = halves.last, !name.isEmpty,
            text.utf8.count <= 254,
            !text.unicodeScalars.contains(where: {
                $0.properties.isWhitespace || $0.value < 0x21 || ",;<>()[]\"\\:".unicodeScalars.contains($0)
            })
        else { return false }
        let labels = domain.split(separator: ".", omittingEmptySubsequences: false)
        return labels.count >= 2 && labels.allSatisfy { !$0.isEmpty && $0.first != "-" && $0.last != "-" }
            && (labels.last?.count ?? 0) >= 2
    }

    /// `http://` or `https://`, then a host; no whitespace.
    static func isWebAddress(_ text: some StringProtocol) -> Bool {
        let scheme = ["https://", "http://"].first { text.prefix($0.count).lowercased() == $0 }
        guard let scheme, !text.contains(where: \.isWhitespace) else { return false }
        return text.dropFirst(scheme.count).first.map { $0.isLetter || $0.isNumber || $0 == "[" } ?? false
    }

    /// A `+`, then 7 to 15 digits (ITU-T E.164), with spaces, hyphens, points and round brackets between them.
    static func isPhoneNumber(_ text: some StringProtocol) -> Bool {
        guard text.first == "+" else { return false }
        let digits = text.utf8.count { Digits.isDigit($0) }
        return (7...15).contains(digits)
            && text.utf8.dropFirst().allSatisfy { Digits.isDigit($0) || " -.()".utf8.contains($0) }
    }
}
