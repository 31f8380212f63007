import JSONText
import TableModel
import Testing

@testable import TableSync

/// What fingerprints depend on, and what they do not.
struct ManagedFieldsTests {
    private let managed = ManagedFields.people
    private let row: Fields = ["Email": "1@example.com", "Name": "Ada", "About": "*x*"]

    private static func field(_ type: FieldType = .singleLineText, _ options: JSONObject = JSONObject()) -> FieldSchema
    {
        FieldSchema(id: FieldID(unchecked: "fldNameNameNameNa"), name: "Name", type: type, options: options)
    }

    @Test func absentAndBlankCellsAreOneRow() {
        let absent = managed.rowFingerprint(of: ["Email": "1@example.com", "Name": "Ada"])
        for blank: FieldValue in [.null, "", false, []] {
            #expect(managed.rowFingerprint(of: ["Email": "1@example.com", "Name": "Ada", "About": blank]) == absent)
        }
        #expect(managed.rowFingerprint(of: row) != absent)
    }

    @Test func neitherTheOrderOfCellsNorCellsOfOtherFieldsMatterToARow() {
        let other: Fields = ["About": "*x*", "Elsewhere": 7, "Name": "Ada", "Email": "1@example.com"]
        #expect(managed.rowFingerprint(of: other) == managed.rowFingerprint(of: row))
        let turned = ManagedFields([.aboutField, .emailField, .nameField], key: [.emailField])
        #expect(turned.rowFingerprint(of: row) == managed.rowFingerprint(of: row))
        #expect(turned.binding == managed.binding)
    }

    @Test func rowsAreComparedCanonically() {
        #expect(
            managed.rowFingerprint(of: ["Email": "1@example.com", "Name": " Ada\t"])
                == managed.rowFingerprint(of: ["Email": "1@example.com", "Name": "Ada"]))
    }

    @Test func cellsDoNotRunIntoEachOther() {
        #expect(
            managed.rowFingerprint(of: ["Email": "a", "Name": "bc"])
                != managed.rowFingerprint(of: ["Email": "ab", "Name": "c"]))
        #expect(managed.rowFingerprint(of: ["Name": "a"]) != managed.rowFingerprint(of: ["About": "a"]))
    }

    @Test func aStoredKeyHasTheFingerprintOfTheSourcesKey() throws {
        let number = FieldSchema(id: FieldID(unchecked: "fldNumberNumberNu"), name: "No", type: .number)
        let numbered = ManagedFields([number], key: [number])
        let source = try KeyForm([number]).key(from: ["No": "12.0"])
        let stored = try #require(numbered.storedKey(of: ["No": 12]))
        #expect(numbered.keyFingerprint(of: source) == numbered.keyFingerprint(of: stored))
        #expect(numbered.storedKey(of: Fields()) == nil)
    }

    @Test(arguments: [
        ("name", FieldSchema(id: field().id, name: "name", type: .singleLineText)),
        ("id", FieldSchema(id: FieldID(unchecked: "fldOtherOtherOthe"), name: "Name", type: .singleLineText)),
        ("type", field(.multilineText)), ("an option", field(.singleLineText, ["timeZone": "Europe/Berlin"])),
    ])
    func theBindingDependsOnAFields(_ what: String, _ other: FieldSchema) {
        let before = ManagedFields([.emailField, Self.field()], key: [.emailField])
        #expect(ManagedFields([.emailField, other], key: [.emailField]).binding != before.binding, "\(what)")
    }

    @Test func theBindingDependsOnTheKeyAndItsOrder() {
        let keys: [[FieldSchema]] = [
            [.emailField], [.nameField], [.emailField, .nameField], [.nameField, .emailField],
        ]
        #expect(Set(keys.map { ManagedFields([.emailField, .nameField], key: $0).binding }).count == keys.count)
    }

    @Test func newChoicesAndTheOrderOfOptionsDoNotMatter() {
        let before = Self.field(.singleSelect, ["choices": [["name": "a"]], "x": 1, "y": 2])
        let after = Self.field(.singleSelect, ["y": 2, "x": 1, "choices": [["name": "a"], ["name": "b"]]])
        #expect(ManagedFields([before], key: [before]).binding == ManagedFields([after], key: [after]).binding)
    }

    @Test func rawFingerprintsFollowTheTextAndNotItsMeaning() {
        let spaced: Fields = ["Email": "1@example.com", "Name": "Ada ", "About": "*x*"]
        #expect(managed.rawFingerprint(of: spaced) != managed.rawFingerprint(of: row))
        #expect(managed.rowFingerprint(of: spaced) == managed.rowFingerprint(of: row))
    }

    @Test func rawFingerprintsIgnoreWhereColumnsStand() {
        var fingerprints = RawFingerprints(managed, secret: [])
        let first = fingerprints.fingerprint(of: Row(line: 2, fields: row))
        let moved: Fields = ["About": "*x*", "Name": "Ada", "Email": "1@example.com"]
        for fields in [moved, row] { #expect(fingerprints.fingerprint(of: Row(line: 3, fields: fields)) == first) }
    }

    @Test func rawFingerprintsCoverColumnsThatAreNamedOtherwiseThanTheirFields() {
        var fingerprints = RawFingerprints(managed, secret: [])
        let rows: [Fields] = [
            ["Mail": "1@example.com"], ["Mail": "2@example.com"], ["Post": "1@example.com"],
            ["Mail": "1@example.com", "Post": ""], Fields(),
        ]
        #expect(Set(rows.map { fingerprints.fingerprint(of: Row(line: 2, fields: $0)) }).count == rows.count)
    }

    @Test func aRowThatLacksAMemberIsNotOneThatBlanksIt() {
        var fingerprints = RawFingerprints(managed, secret: [])
        let forms: [Fields] = [
            ["Email": "1", "Name": "Ada"], ["Email": "1", "Name": "Ada", "About": ""],
            ["Email": "1", "Name": "Ada", "About": .null], ["Email": "1", "Name": "Ada", "About": false],
        ]
        #expect(Set(forms.map { fingerprints.fingerprint(of: Row(line: 2, fields: $0)) }).count == forms.count)
    }

    @Test func anotherSecretMakesAnotherRawFingerprint() {
        #expect(managed.rawFingerprint(of: row, secret: [1]) != managed.rawFingerprint(of: row, secret: [2]))
    }

    @Test func anotherConversionOfTheSameTextIsAnotherRawRow() {
        let cast = ManagedFields([.emailField, .nameField, .aboutField], key: [.emailField], conversion: "typecast")
        #expect(cast.rawFingerprint(of: row) != managed.rawFingerprint(of: row))
        #expect(cast.binding == managed.binding)
    }

    /// These values are kept on disk: if they change, ``ManagedFields/rules`` must be raised. Other programs computed the first two:
    /// a half of a SHA-256 digest, and a SipHash-1-3 under a half of the digest of the names.
    @Test func fingerprintsAreTheSameInEveryVersion() {
        #expect(managed.rowFingerprint(of: row).hex == "a528b4594596ea63a9aa6fa5f10f2504")
        #expect(managed.rawFingerprint(of: row).hex == "04077bbe74169e9e70caaef8c09c11d2")
        #expect(managed.binding.hex == "5b920b21675d3e5b980fe35296290aae")
    }
}
