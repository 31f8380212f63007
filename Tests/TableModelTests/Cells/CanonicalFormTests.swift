import JSONText
import TestSupport
import Testing

@testable import TableModel

struct CanonicalFormTests {
    /// The bytes of a canonical value.
    private static func bytes(_ value: FieldValue) -> [UInt8] {
        var bytes: [UInt8] = []
        CanonicalCell(canonical: value).encode(into: &bytes)
        return bytes
    }

    private static func encoded(_ value: FieldValue?, _ form: CanonicalForm) -> [UInt8] {
        var bytes: [UInt8] = []
        form.encode(value, into: &bytes)
        return bytes
    }

    @Test("a canonical form is its own canonical form", arguments: RandomCells.fields, [81, 82] as [UInt64])
    func idempotent(field: FieldSchema, seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<300 {
            let value = RandomCells.source(for: field, &random)
            let form = value.canonical(for: field)
            #expect(Self.bytes(form.canonical(for: field)) == Self.bytes(form), "seed \(seed): \(value)")
        }
    }

    @Test(
        "what is sent for a source value has the source value's form, and so has what an export of it is sent as",
        arguments: RandomCells.fields, [83, 84] as [UInt64])
    func conversion(field: FieldSchema, seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let form = CanonicalForm(field)
        let converter = CellConverter(field: field)
        for _ in 0..<300 {
            let source = RandomCells.source(for: field, &random)
            guard let sent = try? converter.value(from: source) else { continue }
            // A choice is compared as it is spelt; outer whitespace is forgiven only in a source.
            if field.type != .singleSelect, case .string = source {
                #expect(Self.encoded(sent, form) == Self.encoded(source, form), "seed \(seed): \(source)")
            }
            let exported = try converter.value(from: .string(CellText(field: field).text(of: sent)))
            #expect(Self.encoded(exported, form) == Self.encoded(sent, form), "seed \(seed): \(source)")
        }
    }

    @Test(
        "the bytes of a cell are those of its form, whether or not the form was made",
        arguments: RandomCells.fields + [field(FieldType("future")), field(.formula)], [85, 86] as [UInt64])
    func encoding(field: FieldSchema, seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let form = CanonicalForm(field)
        for _ in 0..<400 {
            // Values of other types, too: a cell may hold what no rule expects.
            let type = Bool.random(using: &random) ? field : RandomCells.fields.randomElement(using: &random) ?? field
            let value = RandomCells.source(for: type, &random)
            #expect(Self.encoded(value, form) == Self.bytes(value.canonical(for: field)), "seed \(seed): \(value)")
        }
        #expect(Self.encoded(nil, form) == [UInt8(ascii: "n")])
    }

    @Test(
        "texts are folded alike by the quick look and by the rule",
        arguments: [FieldType.singleLineText, .multilineText],
        [87, 88] as [UInt64])
    func folding(type: FieldType, seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let form = CanonicalForm(field(type))
        let parts = [
            "a", "B", " ", "  ", "\t", "\n", "\r", "\r\n", "é", "e\u{301}", "\u{301}", "\u{A0}", "\u{85}", "\u{2028}",
            "\u{200B}", "\u{7F}", "\u{1B}", "~", "日本", "👩‍👩‍👧",
        ]
        for _ in 0..<4000 {
            let count = Int.random(in: 1...5, using: &random)
            let text = (0..<count).map { _ in parts.randomElement(using: &random) ?? "" }.joined()
            let folded = type == .singleLineText ? Self.oneLine(text) : Self.lines(text)
            let expected: FieldValue = folded.isEmpty ? .null : .string(folded)
            #expect(Self.encoded(.string(text), form) == Self.bytes(expected), "seed \(seed): \(text.debugDescription)")
        }
    }

    /// A plain model: scalar by scalar.
    private static func oneLine(_ text: String) -> String {
        let breaks: Set<Unicode.Scalar> = ["\n", "\r", "\t", "\u{0B}", "\u{0C}", "\u{85}", "\u{2028}", "\u{2029}"]
        var scalars: [Unicode.Scalar] = []
        var previous: Unicode.Scalar = "a"
        for scalar in text.unicodeScalars {
            if scalar != "\n" || previous != "\r" { scalars.append(breaks.contains(scalar) ? " " : scalar) }
            previous = scalar
        }
        return trimmed(scalars[...].drop { $0.properties.isWhitespace })
    }

    private static func lines(_ text: String) -> String {
        let scalars = Array(text.unicodeScalars)
        let kept = scalars.indices.filter { scalars[$0] != "\r" || $0 + 1 == scalars.count || scalars[$0 + 1] != "\n" }
        return trimmed(kept.map { scalars[$0] }[...])
    }

    private static func trimmed(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        var rest = scalars
        while rest.last?.properties.isWhitespace == true { rest.removeLast() }
        return String(String.UnicodeScalarView(rest))
    }
}

// MARK: - Against a service

extension CanonicalFormTests {
    @Test(
        "a cell equals what was sent, but where the service alone knows what it makes of it",
        arguments: RandomCells.fields,
        [91, 92] as [UInt64])
    func stored(field: FieldSchema, seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var service = StoringService(random: SeededGenerator(seed: seed + 1))
        let form = CanonicalForm(field)
        for _ in 0..<300 {
            let source = RandomCells.source(for: field, &random)
            guard let sent = try? CellConverter(field: field).value(from: source) else { continue }
            if case .string(let text) = sent {
                if field.type == .dateTime && text.last != "Z" { continue }
                if field.type == .richText && text.contains("* ") { continue }
            }
            let stored = service.stored(sent, in: field)
            #expect(form.isEqual(sent, stored: stored), "seed \(seed): \(sent), \(String(describing: stored))")
        }
    }

    @Test(
        "a cell that nobody touched has the same bytes at the next read, rich text and files included",
        arguments: RandomCells.fields, [93, 94] as [UInt64])
    func unmoved(field: FieldSchema, seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var service = StoringService(random: SeededGenerator(seed: seed + 1))
        let form = CanonicalForm(field)
        for _ in 0..<300 {
            let source = RandomCells.source(for: field, &random)
            guard let sent = try? CellConverter(field: field).value(from: source) else { continue }
            let answered = service.stored(sent, in: field)
            let read = service.readAgain(answered, in: field)
            #expect(Self.encoded(read, form) == Self.encoded(answered, form), "seed \(seed): \(sent)")
        }
    }

    @Test("a person or file that a source names by its id alone is the stored one of that id")
    func ids() {
        let ada: FieldValue = .object(["id": "usrAAAAAAAAAAAAAA", "email": "ada@x.io", "name": "Ada"])
        let bob: FieldValue = .object(["id": "usrBBBBBBBBBBBBBB", "email": "bob@x.io", "name": "Bob"])
        let adaByID: FieldValue = .object(["id": "usrAAAAAAAAAAAAAA"])
        let bobByAddress: FieldValue = .object(["email": "Bob@x.io"])
        let owner = CanonicalForm(field(.singleCollaborator))
        #expect(owner.isEqual(adaByID, stored: ada))
        #expect(!owner.isEqual(adaByID, stored: bob))
        #expect(!owner.isEqual(adaByID, stored: nil))
        let watchers = CanonicalForm(field(.multipleCollaborators))
        #expect(watchers.isEqual([bobByAddress, adaByID], stored: [ada, bob]))
        #expect(!watchers.isEqual([adaByID], stored: [ada, bob]))
        let photos = CanonicalForm(field(.multipleAttachments))
        let cat: FieldValue = .object(["id": "att1", "url": "https://x.io/1", "filename": "cat.png"])
        #expect(photos.isEqual([.object(["id": "att1"])], stored: [cat]))
        #expect(!photos.isEqual([.object(["id": "att2"])], stored: [cat]))
        #expect(!photos.isEqual([.object(["id": "att1"]), .object(["id": "att1"])], stored: [cat]))
        // No other kind of cell has ids of that sort.
        #expect(!CanonicalForm(field(FieldType("future"))).isEqual(adaByID, stored: ada))
    }
}
