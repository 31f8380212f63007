import TestSupport
import Testing

@testable import MockAirtable

/// airtable-api.md 4.5, row richText.
@Suite struct RichTextTests {
    @Test(
        "Rich text is rewritten",
        arguments: [
            ("", ""), (" \n\t\n", ""), ("one", "one\n"), ("one\n\n\n", "one\n"), ("a  \nb \t", "a\nb\n"),
            ("a\r\nb\rc", "a\nb\nc\n"), ("a\n\nb", "a\n\nb\n"),
            // Bullets.
            ("* item", "- item\n"), ("  * item\n  - other\n+ third", "  - item\n  - other\n+ third\n"), ("*", "-\n"),
            ("* *a*", "- _a_\n"), ("*item", "\\*item\n"), ("***", "***\n"),
            // Emphasis.
            ("*x*", "_x_\n"), ("_x_", "_x_\n"), ("__x__", "**x**\n"), ("**x**", "**x**\n"), ("***x***", "_**x**_\n"),
            ("__*x*__", "**_x_**\n"), ("*__x__*", "_**x**_\n"), ("*a **b** c*", "_a **b** c_\n"),
            ("*a\nb*", "_a\nb_\n"), ("*a\n\nb*", "\\*a\n\nb\\*\n"), ("(*x*), *y*!", "(_x_), _y_!\n"),
            // Inside words an underscore marks nothing and an asterisk does.
            ("snake_case_name", "snake\\_case\\_name\n"), ("un*believ*able", "un*believ*able\n"),
            ("__init__.py", "**init**.py\n"), ("a__b__c", "a\\_\\_b\\_\\_c\n"),
            // Marks without a partner, and marks that are none.
            ("_x", "\\_x\n"), ("x*", "x\\*\n"), ("2 * 3 _ 4", "2 * 3 _ 4\n"), ("\\*x\\*", "\\*x\\*\n"),
            ("snake\\_case", "snake\\_case\n"), ("*a**b*", "_a\\*\\*b_\n"), ("____", "____\n"),
            // Code and addresses stay as they are.
            ("`a_b *c*`", "`a_b *c*`\n"), ("``a`_b``", "``a`_b``\n"), ("`a_b", "`a\\_b\n"),
            ("```\n* a_b *c*  \n```\n* d_e", "```\n* a_b *c*\n```\n- d\\_e\n"), ("~~~\na_b", "~~~\na_b\n"),
            ("[a_b](http://x.y/c_d)", "[a\\_b](http://x.y/c_d)\n"), ("<http://x.y/c_d>", "<http://x.y/c_d>\n"),
            ("see <b_c and d_e", "see <b\\_c and d\\_e\n"),
            // Where new marks would stand for something else, the old ones stay.
            ("**a**__b__", "**a**__b__\n"), ("_a_*b*", "_a_*b*\n"), ("é_e\u{301}", "é\\_e\u{301}\n"),
        ])
    func rewriting(text: String, stored: String) {
        #expect(ExactText(RichText.rewritten(text)) == ExactText(stored), "\(RichText.rewritten(text))")
        #expect(ExactText(RichText.rewritten(stored)) == ExactText(stored), "twice: \(RichText.rewritten(stored))")
    }

    @Test("Rewriting twice is rewriting once", arguments: 1...20 as ClosedRange<UInt64>)
    func idempotence(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let pieces = [
            "*", "*", "**", "_", "_", "__", "***", "a", "b", "word", " ", " ", "\n", "\n", "\n\n", "* ", "- ", "\\",
            "`",
            "```", "~~~",
            "[", "](", ")", "<", ">", "#", "> ", "1. ", ".", "!", "\t", "\r", "é", "e\u{301}", "\u{301}",
            "😀", "\u{A0}",
        ]
        for _ in 0..<500 {
            let text = (0..<Int.random(in: 0...14, using: &generator))
                .map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
            let once = RichText.rewritten(text)
            let twice = RichText.rewritten(once)
            #expect(ExactText(once) == ExactText(twice), "seed \(seed): \(text.debugDescription)")
            #expect(once.isEmpty || (once.hasSuffix("\n") && !once.dropLast().hasSuffix("\n")), "seed \(seed)")
        }
    }

    @Test("Long texts of nothing but marks take no longer than others")
    func longTexts() {
        for piece in ["*a", "_a ", "**a *", "a**b*", "`", "](", "<a"] {
            let text = String(repeating: piece, count: 30_000 / piece.count)
            #expect(!RichText.rewritten(text).isEmpty)
        }
    }
}
