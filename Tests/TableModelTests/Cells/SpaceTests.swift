import TestSupport
import Testing

@testable import TableModel

struct SpaceTests {
    @Test(
        "outer whitespace and line breaks are found as by looking at every scalar", arguments: [71, 72] as [UInt64])
    func model(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let scalars: [Unicode.Scalar] = [
            "a", " ", "\t", "\n", "\r", "\u{301}", "\u{A0}", "\u{2028}", "\u{85}", "é", "\u{200B}", "~", "!", "\u{0}",
            "\u{0B}",
        ]
        for _ in 0..<5000 {
            var text = ""
            for _ in 0..<Int.random(in: 0...5, using: &random) {
                text.unicodeScalars.append(scalars.randomElement(using: &random) ?? "a")
            }
            var rest = Array(text.unicodeScalars)
            while rest.last?.properties.isWhitespace == true { rest.removeLast() }
            while rest.first?.properties.isWhitespace == true { rest.removeFirst() }
            let trimmed = Array(text.trimmingOuterSpace().unicodeScalars)
            #expect(trimmed == rest, "seed \(seed): \(text.debugDescription)")
            #expect(text.isOnlySpace == rest.isEmpty, "seed \(seed): \(text.debugDescription)")
            #expect(text.hasLineBreak == text.contains(where: \.isNewline), "seed \(seed): \(text.debugDescription)")
        }
    }
}
