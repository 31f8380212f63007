import JSONText
import TableModel
import Testing

@testable import TableSync

/// What is put back, cell by cell.
struct UndoRulesTests {
    private typealias Scene = JournalScene
    private let rules = UndoRules(schema: JournalScene.schema, deleted: [JournalScene.id(8), JournalScene.id(9)])

    private func link(_ numbers: Int...) -> FieldValue { .list(numbers.map { .string(Scene.id($0).rawValue) }) }

    @Test func `each cell that is what the run wrote gets back what it was, and each other is left and named`() {
        let now = Scene.record(1, ["name": "new", "seats": 7])
        let decision = rules.restoration(
            of: ["name": "new", "seats": 5], written: ["name": "new", "seats": 5, "email": .null],
            before: ["name": "old", "seats": 4, "email": "a@x"], now: now)
        #expect(decision.fields == ["name": "old", "email": "a@x"])
        #expect(decision.conflicts == [.changed(field: "seats")])
    }

    @Test func `a field that the table does not have any more is called that, and nobody is blamed for its cells`() {
        let written: Fields = ["name": "new", "former": "x"]
        let now = Scene.record(1, ["name": "new"])
        let update = rules.restoration(of: written, written: written, before: ["name": "old", "former": "w"], now: now)
        #expect(update.fields == ["name": "old"] && update.conflicts == [.noField(field: "former")])
        let create = rules.removal(of: Scene.record(1, written), written: written, now: now)
        #expect(create.fields == Fields() && create.conflicts.isEmpty)
        let theirs = rules.removal(of: Scene.record(1, written), written: written, now: Scene.record(1, ["name": "y"]))
        #expect(theirs.fields == nil && theirs.conflicts == [.changed(field: "name"), .noField(field: "former")])
        let delete = rules.recreation(of: Scene.record(8, written))
        #expect(delete.fields == ["name": "new"] && delete.losses == [.identity, .field("former")])
        #expect(
            "\(UndoConflict(.noField(field: "former"), Scene.id(1), operation: 0))"
                == "Record rec00000000000001: the table has no field \"former\" any more, so its cell was not put back. If the "
                + "field has another name now, give it that name again and undo the run once more.")
    }

    @Test func `what is already as it was needs nothing, and what was not read or is gone cannot be put back`() {
        let written: Fields = ["name": "new"]
        let same = rules.restoration(
            of: written, written: written, before: ["name": "old"], now: Scene.record(1, ["name": "old"]))
        #expect(same == UndoRules.Decision())
        let blind = rules.restoration(of: written, written: written, before: nil, now: Scene.record(1, written))
        #expect(blind.fields == nil && blind.conflicts == [.noPreImage])
        let gone = rules.restoration(of: written, written: written, before: ["name": "old"], now: nil)
        #expect(gone.fields == nil && gone.conflicts == [.gone])
    }

    @Test func `cells are compared as the service stores them, not as they were sent`() {
        let decision = rules.restoration(
            of: ["seats": 5], written: ["seats": "5"], before: ["seats": 4], now: Scene.record(1, ["seats": 5.0]))
        #expect(decision.fields == ["seats": 4])
    }

    @Test func `a created record is deleted only if nobody wrote into it, whatever the service computed`() {
        let told = Scene.record(1, ["name": "new", "number": 3])
        let written: Fields = ["name": "new"]
        #expect(rules.removal(of: told, written: written, now: told).fields == Fields())
        #expect(rules.removal(of: told, written: written, now: nil) == UndoRules.Decision())
        let renumbered = Scene.record(1, ["name": "new", "number": 4])
        #expect(rules.removal(of: told, written: written, now: renumbered).fields == Fields())
        for (name, value) in [("seats", 1), ("files", [.object(["id": "att1"])])] as [(String, FieldValue)] {
            var changed = told
            changed.fields[name] = value
            let decision = rules.removal(of: told, written: written, now: changed)
            #expect(decision.fields == nil && decision.conflicts == [.changed(field: name)])
        }
    }

    @Test func `a deleted record is created without what cannot be written, and with links to records that exist`() {
        let record = Scene.record(
            8, ["email": "a@x", "number": 3, "files": [.object(["id": "att1"])], "boss": link(1, 9)])
        let decision = rules.recreation(of: record)
        #expect(decision.fields == ["email": "a@x", "boss": link(1)])
        #expect(decision.losses == [.identity, .attachments(field: "files")])
        #expect(rules.needsRelinking(record))
        var later = rules
        later.replaced = [Scene.id(9): Scene.id(20)]
        #expect(later.recreation(of: record).fields?["boss"] == link(1, 20))
    }

    @Test func `files that were added are taken away, and others that were there cannot be put back`() {
        let files = { (ids: String...) in FieldValue.list(ids.map { .object(["id": .string($0)]) }) }
        let added = rules.restoration(
            of: ["files": files("att1")], written: ["files": files("att1")], before: [:],
            now: Scene.record(1, ["files": files("att1")]))
        #expect(added.fields == ["files": .null] && added.losses.isEmpty)
        let replaced = rules.restoration(
            of: ["files": files("att2")], written: ["files": files("att2")], before: ["files": files("att1")],
            now: Scene.record(1, ["files": files("att2")]))
        #expect(replaced.fields == nil && replaced.losses == [.attachments(field: "files")])
        let same = rules.restoration(
            of: ["files": files("att2")], written: ["files": files("att2")], before: ["files": files("att1")],
            now: Scene.record(1, ["files": files("att1")]))
        #expect(same == UndoRules.Decision())
    }

    @Test func `links to records that were created again get their new ids, unless somebody else has set others`() {
        var rules = rules
        rules.replaced = [Scene.id(8): Scene.id(20)]
        let before = Scene.record(1, ["boss": link(8, 2)])
        #expect(rules.relinking(of: before, now: Scene.record(1, ["boss": link(2)])).fields == ["boss": link(20, 2)])
        #expect(rules.relinking(of: before, now: Scene.record(1, ["boss": link(20, 2)])).fields == nil)
        let theirs = rules.relinking(of: before, now: Scene.record(1, ["boss": link(2, 3)]))
        #expect(theirs.fields == nil && theirs.conflicts == [.changed(field: "boss")])
        let lost = rules.relinking(of: Scene.record(1, ["boss": link(9, 8)]), now: Scene.record(1, [:]))
        #expect(lost.fields == ["boss": link(20)] && lost.losses == [.links(field: "boss")])
    }

    @Test func `a link that vanished with a record that the run deleted is not somebody else's change`() {
        var rules = rules
        rules.replaced = [Scene.id(8): Scene.id(20)]
        let decision = rules.restoration(
            of: ["boss": link(8, 2)], written: ["boss": link(8, 2)], before: ["boss": link(8)],
            now: Scene.record(1, ["boss": link(2)]))
        #expect(decision.fields == ["boss": link(20)])
        let created = rules.removal(
            of: Scene.record(1, ["boss": link(8, 2)]), written: ["boss": link(8, 2)],
            now: Scene.record(1, ["boss": link(2)]))
        #expect(created.fields == Fields() && created.conflicts.isEmpty)
    }
}
