import TestSupport
import Testing

@testable import MockAirtable

/// What holds for every formula, tried on many that were drawn from a seed.
@Suite struct FormulaPropertyTests {
    @Test("a tree that is written out reads back as the same tree", arguments: 1...20 as ClosedRange<UInt64>)
    func roundTrip(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<200 {
            let tree = RandomFormula.tree(depth: 5, &generator)
            let text = RandomFormula.text(of: tree, &generator)
            #expect(try FormulaParser.parse(text, dialect: .strict) == tree, "seed \(seed): \(text)")
        }
    }

    @Test("no text and no tree traps, whatever the cells hold", arguments: 1...20 as ClosedRange<UInt64>)
    func garbage(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let names = FormulaFunction.known.keys.sorted()
        var read = 0
        for _ in 0..<500 {
            let pieces =
                names.map { $0 + "(" } + [
                    "(", ")", ")", ")", ",", ",", "{", "}", "{A}", "{B}", "'", "\"", "\\", "1", "0", "2.5",
                    "999999999999999999",
                    "'2024-01-31'", "'days'", "'YYYY'", "'a'", "+", "-", "*", "/", "&", "=", "!=", "<", " ", "\u{0}",
                    "é", "👍", "😀",
                ]
            let text = (0..<Int.random(in: 0...12, using: &generator)).map { _ in
                pieces.randomElement(using: &generator) ?? ""
            }.joined()
            if let formula = try? Formula(parsing: text) {
                read += 1
                _ = formula.evaluate(RandomFormula.record(for: formula, &generator))
            }
            let tree = RandomFormula.tree(depth: 4, &generator)
            if let formula = try? Formula(parsing: RandomFormula.text(of: tree, &generator)) {
                _ = formula.evaluate(RandomFormula.record(for: formula, &generator))
            }
        }
        #expect(read > 0, "seed \(seed)")
    }

    @Test(
        "many texts of one expression in an OR give what each comparison alone gives",
        arguments: 1...20 as ClosedRange<UInt64>)
    func membership(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let texts = [
            "", "a", "b", "A", "1", "a, b", "\u{E9}", "e\u{301}", "2024-01-31", "2024-01-31T00:00:00.000Z",
            "recAAAAAAAAAAAAAA",
        ]
        for _ in 0..<200 {
            let value = RandomFormula.value(&generator)
            let chosen = (0..<Int.random(in: 3...6, using: &generator)).map { _ in
                texts.randomElement(using: &generator) ?? ""
            }
            let subject = ["{A}", "LOWER({A})", "{A}&''"].randomElement(using: &generator) ?? "{A}"
            let comparisons = chosen.map {
                Bool.random(using: &generator) ? "\(subject)='\($0)'" : "'\($0)'=\(subject)"
            }
            let joined = try evaluate("OR(\(comparisons.joined(separator: ",")))", ["A": value])
            let alone = try comparisons.map { try evaluate($0, ["A": value]) }
            let expected = alone.contains(.error) ? FormulaValue.error : .boolean(alone.contains(.boolean(true)))
            #expect(joined == expected, "seed \(seed): \(value) in \(chosen)")
        }
    }

    /// Constants of every kind that comparisons have, as a formula writes them.
    private static let constants = [
        "''", "'a'", "'A'", "'b'", "'a, b'", "'1'", "'2024-01-31'", "'2024-01-31T00:00:00.000Z'", "0", "1", "-1", "2.5",
        "DATETIME_PARSE('2024-01-31')", "LOWER('A')", "TRUE()", "BLANK()",
    ]
    private static let subjects = [
        "{A}", "{B}", "LOWER({A})", "{A}&{B}", "RECORD_ID()", "CREATED_TIME()", "LAST_MODIFIED_TIME()", "IF({A},{B},1)",
    ]

    private func comparison(_ subjects: [String], _ sign: String, _ generator: inout SeededGenerator) -> String {
        let subject = subjects.randomElement(using: &generator) ?? "{A}"
        let constant = Self.constants.randomElement(using: &generator) ?? "''"
        return Bool.random(using: &generator) ? "\(subject)\(sign)\(constant)" : "\(constant)\(sign)\(subject)"
    }

    @Test(
        "alternatives of comparisons give what each of them alone gives", arguments: 1...20 as ClosedRange<UInt64>)
    func alternatives(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let others = [
            "IS_AFTER(LAST_MODIFIED_TIME(),'2024-01-15T00:00:00.000Z')", "CREATED_TIME()<NOW()", "{B}", "{B}>1",
            "NOT(LAST_MODIFIED_TIME()<DATETIME_PARSE('2024-01-31'))", "LAST_MODIFIED_TIME()='x'", "ERROR()",
        ]
        for _ in 0..<200 {
            let some = (0..<2).compactMap { _ in Self.subjects.randomElement(using: &generator) }
            let terms = (0..<Int.random(in: 1...8, using: &generator)).map { _ in
                var parts = (0..<Int.random(in: 1...2, using: &generator)).map { _ in
                    comparison(some, "=", &generator)
                }
                if Int.random(in: 0..<4, using: &generator) == 0 {
                    parts.append(others.randomElement(using: &generator) ?? "1")
                }
                return parts.count == 1 ? parts[0] : "AND(\(parts.shuffled(using: &generator).joined(separator: ",")))"
            }
            let cells = ["A": RandomFormula.value(&generator), "B": RandomFormula.value(&generator)]
            let joined = try evaluate("OR(\(terms.joined(separator: ",")))", cells)
            let alone = try terms.map { try evaluate($0, cells) }
            let expected =
                alone.contains(.error) ? FormulaValue.error : .boolean(alone.contains { $0.isTruthy })
            #expect(joined == expected, "seed \(seed): OR(\(terms.joined(separator: ","))) of \(cells)")
        }
    }

    @Test("exclusions of constants give what each of them alone gives", arguments: 1...20 as ClosedRange<UInt64>)
    func exclusions(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<200 {
            let some = (0..<2).compactMap { _ in Self.subjects.randomElement(using: &generator) }
            let terms = (0..<Int.random(in: 1...6, using: &generator)).map { _ in comparison(some, "!=", &generator) }
            let cells = ["A": RandomFormula.value(&generator), "B": RandomFormula.value(&generator)]
            let joined = try evaluate("AND(\(terms.joined(separator: ",")))", cells)
            let alone = try terms.map { try evaluate($0, cells) }
            let expected =
                alone.contains(.error) ? FormulaValue.error : .boolean(alone.allSatisfy { $0.isTruthy })
            #expect(joined == expected, "seed \(seed): AND(\(terms.joined(separator: ","))) of \(cells)")
        }
    }

    @Test("constants within constants are worked out once, however deep they stand")
    func nestedConstants() throws {
        var text = "1"
        for _ in 0..<40 { text = "OR(\(text)=1,\(text.count > 40 ? "2" : text)=2,AND(1!=2,2!=\(1)))" }
        #expect(try evaluate(text) == .boolean(true))
    }

    @Test("arithmetic and comparisons agree with a plain computation", arguments: 1...20 as ClosedRange<UInt64>)
    func arithmetic(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<200 {
            let a = Double(Int.random(in: -20...20, using: &generator)) / 4
            let b = Double(Int.random(in: -20...20, using: &generator)) / 4
            let c = Double(Int.random(in: 1...20, using: &generator))
            let cells: [String: FormulaValue] = ["A": .number(a), "B": .number(b), "C": .number(c)]
            #expect(try evaluate("{A}+{B}*-{C}", cells) == .number(a + b * -c), "seed \(seed)")
            #expect(try evaluate("({A}-{B})/{C}-1", cells) == .number((a - b) / c - 1), "seed \(seed)")
            #expect(try evaluate("{A}+1<{B}", cells) == .boolean(a + 1 < b), "seed \(seed)")
            #expect(try evaluate("AND({A}<={B},NOT({A}={B}))", cells) == .boolean(a < b), "seed \(seed)")
            #expect(try evaluate("IF({A}>{B},{A},{B})", cells) == .number(max(a, b)), "seed \(seed)")
            #expect(try evaluate("MOD({A},{C})-({A}-FLOOR({A},{C}))", cells) == .number(0), "seed \(seed)")
        }
    }

    @Test("a date written in a pattern is read back", arguments: 1...20 as ClosedRange<UInt64>)
    func dates(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<200 {
            let date = FormulaDate(milliseconds: Int64.random(in: FormulaDate.range, using: &generator), hasTime: true)
            #expect(FormulaDate(iso: date.isoText) == date, "seed \(seed): \(date.isoText)")
            for text in ["YYYYMMDDHHmmssSSS", "D MMMM YYYY h:m:s.SSS A Z", "MMM DD YYYY hh:mm:ss a SSS ZZ"] {
                let pattern = DatePattern(text)
                #expect(
                    pattern?.date(from: pattern?.text(of: date) ?? "") == date,
                    "seed \(seed): \(date.isoText) as \(text)")
            }
        }
    }

    @Test("a field is asked for once per record, however often the formula names it")
    func asking() throws {
        final class Count { var value = 0 }
        struct Counting: FormulaContext {
            let count: Count
            let recordID = "rec"
            let createdTime: Int64 = 0
            let lastModifiedTime: Int64 = 0
            let now: Int64 = 0
            func value(ofField position: Int) -> FormulaValue {
                count.value += 1
                return .text("x")
            }
        }
        let count = Count()
        let text = "AND({A}='x',OR({A}='y',LOWER({A})='x'),LOWER({A})='x',{A}&{A}='xx',OR({A}='1',{A}='2',{A}='x'))"
        #expect(try Formula(parsing: text).evaluate(Counting(count: count)) == .boolean(true))
        #expect(count.value == 1)
    }
}

/// Draws trees and cells, and writes trees out with as many spaces and parentheses as it likes.
enum RandomFormula {
    static func tree(depth: Int, _ generator: inout SeededGenerator) -> FormulaSyntax {
        switch Int.random(in: 0..<(depth == 0 ? 3 : 6), using: &generator) {
        case 0: return .number(Double(Int.random(in: 0...1_000, using: &generator)) / 8)
        case 1: return .text(ExactText(word(from: ["a", "'", "\"", "\\", "}", "é", " ", "2024-01-31"], &generator)))
        case 2: return .field(ExactText("F" + word(from: ["a", " ", "'", "(", "ü", "="], &generator)))
        case 3: return .negation(tree(depth: depth - 1, &generator))
        case 4:
            let operators = FormulaOperator.allCases
            let precedence = operators.randomElement(using: &generator)?.precedence
            let fitting = operators.filter { $0.precedence == precedence }
            let links = (0..<Int.random(in: 1...3, using: &generator)).map { _ in
                FormulaLink(
                    operator: fitting.randomElement(using: &generator) ?? .equal,
                    operand: tree(depth: depth - 1, &generator))
            }
            return .chain(tree(depth: depth - 1, &generator), links)
        default:
            let name = FormulaFunction.known.keys.sorted().randomElement(using: &generator) ?? "AND"
            let counts = FormulaFunction.known[name]?.arguments ?? 1...1
            let count = Int.random(
                in: counts.lowerBound...min(counts.upperBound, counts.lowerBound + 3), using: &generator)
            return .call(name, (0..<count).map { _ in tree(depth: depth - 1, &generator) })
        }
    }

    static func text(of tree: FormulaSyntax, _ generator: inout SeededGenerator) -> String {
        let space = [" ", "\n", "", "", ""].randomElement(using: &generator) ?? ""
        switch tree {
        case .number(let number): return space + FormulaNumber.text(of: number)
        case .text(let text):
            let quote = Bool.random(using: &generator) ? "'" : "\""
            return space + quote
                + text.text.replacing("\\", with: "\\\\").replacing(quote, with: "\\" + quote) + quote
        case .field(let name): return space + "{" + name.text.replacing("}", with: "\\}") + "}"
        case .call(let name, let arguments):
            return name + space + "(" + arguments.map { text(of: $0, &generator) }.joined(separator: space + ",") + ")"
        case .negation(let operand): return "-" + space + enclosed(operand, whenLooserThan: 4, &generator)
        case .chain(let first, let links):
            let level = links[0].operator.precedence + 1
            return links.reduce(enclosed(first, whenLooserThan: level, &generator)) { text, link in
                text + space + link.operator.rawValue + " " + enclosed(link.operand, whenLooserThan: level, &generator)
            }
        }
    }

    private static func enclosed(
        _ tree: FormulaSyntax, whenLooserThan level: Int, _ generator: inout SeededGenerator
    ) -> String {
        let own = if case .chain(_, let links) = tree { links[0].operator.precedence } else { 4 }
        let text = text(of: tree, &generator)
        return own < level || Int.random(in: 0..<5, using: &generator) == 0 ? "(\(text))" : text
    }

    private static func word(from pieces: [String], _ generator: inout SeededGenerator) -> String {
        (0..<Int.random(in: 0...4, using: &generator)).map { _ in pieces.randomElement(using: &generator) ?? "" }
            .joined()
    }

    static func value(_ generator: inout SeededGenerator) -> FormulaValue {
        let extremes: [FormulaValue] = [
            .blank, .error, .number(0), .number(1), .number(.nan), .number(.infinity), .number(-1e308), .text(""),
            .text("a"),
            .text("e\u{301}"), .text("2024-01-31"), .text("A"), .text("👍"), .boolean(true), .boolean(false), .list([]),
            .texts("a", "b"),
            .list([.error, .blank]), .at("2024-01-31"), .at("2024-01-31T00:00:00.000Z"),
            .dateTime(FormulaDate(milliseconds: .max, hasTime: true)),
            .dateTime(FormulaDate(milliseconds: .min, hasTime: false)),
        ]
        return extremes.randomElement(using: &generator) ?? .blank
    }

    static func record(for formula: Formula, _ generator: inout SeededGenerator) -> FormulaTestRecord {
        FormulaTestRecord(cells: formula.fieldNames.map { _ in value(&generator) })
    }
}
