import JSONText
import TestSupport
import Testing

@testable import TableModel

struct CellTextTests {
    @Test("cells are written as people write them")
    func texts() {
        let cases: [(FieldSchema?, FieldValue?, String)] = [
            (field(.checkbox), nil, ""), (field(.checkbox), true, "true"), (field(.checkbox), false, "false"),
            (field(.number), 0, "0"), (field(.number), 12.50, "12.5"), (field(.number), 1e21, "1e+21"),
            (field(.percent), 0.125, "12.5%"), (field(.duration, ["durationFormat": "h:mm"]), 5400, "1:30"),
            (field(.duration, ["durationFormat": "h:mm"]), 5401, "1:30:01"),
            (field(.duration, ["durationFormat": "h:mm:ss"]), -5400, "-1:30:00"),
            (field(.duration, ["durationFormat": "h:mm"]), 0.25, "0.25"),
            (
                field(.multipleSelects), ["Red", "Navy, dark", "\"q\"", " s "],
                "Red, \"Navy, dark\", \"\"\"q\"\"\", \" s \""
            ),
            (field(.singleCollaborator), .object(["id": "usr1", "email": "a@x.io", "name": "A"]), "a@x.io"),
            (field(.multipleCollaborators), [.object(["email": "a@x.io"]), .object(["id": "usr1"])], "a@x.io, usr1"),
            (field(.barcode), .object(["text": "400"]), "400"),
            (field(.barcode), .object(["text": "1", "type": "upce"]), #"{"text":"1","type":"upce"}"#),
            (field(.barcode), .object(["text": "{}"]), #"{"text":"{}"}"#),
            (field(.multipleAttachments), [.object(["id": "att1"])], #"[{"id":"att1"}]"#),
            (field(.rollup), .object(["specialValue": "NaN"]), #"{"specialValue":"NaN"}"#),
            (field(.multipleLookupValues), ["a", 1], "a, 1"), (nil, true, "true"), (nil, nil, ""),
            (field(.multipleLookupValues), [.object(["error": "#ERROR!"])], ##"[{"error":"#ERROR!"}]"##),
        ]
        for (field, value, text) in cases {
            #expect(CellText(field: field).text(of: value) == text)
        }
    }

    @Test(
        "what is exported converts to what the value itself converts to", arguments: RandomCells.fields,
        [21, 22, 23] as [UInt64])
    func roundTrip(field: FieldSchema, seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let converter = CellConverter(field: field)
        let text = CellText(field: field)
        var accepted = 0
        for _ in 0..<400 {
            let source = RandomCells.source(for: field, &random)
            guard let sent = try? converter.value(from: source) else { continue }
            accepted += 1
            let exported = text.text(of: sent)
            let again = try converter.value(from: .string(exported))
            #expect(
                CanonicalBytes(again) == CanonicalBytes(sent),
                "seed \(seed): \(source) was sent as \(sent), exported as \(exported)")
        }
        #expect(accepted > 100, "seed \(seed): too few values were accepted for the test to mean something")
    }

    /// Equality of values to the byte, without the canonical rules.
    private struct CanonicalBytes: Equatable {
        let bytes: [UInt8]
        init(_ value: FieldValue) { bytes = value.json.bytes }
    }

    @Test("any list of texts reads back from its text", arguments: [31, 32] as [UInt64])
    func lists(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let letters: [Character] = ["a", ",", "\"", " ", "\n", "é", "\t", "b"]
        for _ in 0..<3000 {
            let elements = (0..<Int.random(in: 0...4, using: &random)).map { _ in
                String(
                    (0..<Int.random(in: 1...5, using: &random)).map { _ in letters.randomElement(using: &random) ?? "a"
                    })
            }
            #expect(ListText.elements(of: ListText.joined(elements)) == elements, "seed \(seed)")
        }
    }
}
