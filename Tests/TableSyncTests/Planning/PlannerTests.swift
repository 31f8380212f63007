import FoundationEssentials
import TableModel
import TableSync
import Testing

/// Single rules of planning, each with a few rows.
@Suite(.timeLimit(.minutes(30))) struct PlannerTests {
    private static let ada: Fields = ["email": "ada@x", "name": "Ada", "seats": 1]
    private static let whole: Fields = [
        "email": "ada@x", "name": "Ada", "seats": "1", "active": "", "due": "", "tags": "",
    ]

    private func table(_ records: Fields...) -> RememberedTable { RememberedTable(PlanScene.managed, records) }

    @Test func `a row that says what its record says is unchanged where only creates are allowed`() async throws {
        let table = RememberedTable(
            PlanScene.managed, [["email": "same@x", "name": "Ada", "seats": 1], ["email": "other@x", "name": "Bob"]])
        let made = try await PlanScene(.createOnly).plan(
            [["email": "same@x", "name": "Ada"], ["email": "other@x", "name": "Eve"], ["email": "new@x"]],
            against: table)
        #expect(made.plan.counts.unchanged == 1 && made.plan.counts.create == 1)
        #expect(made.skipped.map(\.line) == [3])
    }

    @Test func `an update holds the cells that change, before and after, and nothing else`() async throws {
        let row: Fields = [
            "email": "ada@x", "name": "", "seats": "2", "active": "no", "due": "2026-03-01", "tags": "",
        ]
        let made = try await PlanScene().plan([row], against: table(Self.ada))
        let update = try #require(made.updates.first)
        #expect(update.before == ["name": "Ada", "seats": 1, "due": .null])
        #expect(update.after == ["name": .null, "seats": 2, "due": "2026-03-01"])
        #expect(update.id == RememberedTable.id(0))
        #expect(update.key == ["ada@x"])
        #expect(update.line == 2)
        #expect(update.seen == PlanScene.managed.rowFingerprint(of: Self.ada))
        #expect(update.source == PlanScene.managed.rawFingerprint(of: row))
    }

    @Test func `a create holds converted cells, and null for blank ones`() async throws {
        let row: Fields = ["email": "bob@x", "name": "", "seats": "2", "active": "no", "tags": "red, blue"]
        let made = try await PlanScene().plan([row], against: table(Self.ada))
        #expect(
            made.creates.map(\.fields) == [
                ["email": "bob@x", "name": .null, "seats": 2, "active": .null, "tags": ["red", "blue"]]
            ])
    }

    @Test func `a row that lacks a field leaves its cell alone, and is unchanged if the others are equal`() async throws
    {
        let made = try await PlanScene().plan([["email": "ada@x", "seats": "1.0"]], against: table(Self.ada))
        #expect(made.plan.counts.unchanged == 1)
        #expect(made.adoptions.count == 1)
        let changed = try await PlanScene().plan([["email": "ada@x", "seats": "3"]], against: table(Self.ada))
        #expect(changed.updates.map(\.after) == [["seats": 3]])
    }

    @Test func `a row that was pushed is unchanged without conversion, unless its record moved`() async throws {
        var table = table(Self.ada)
        table.push(Self.whole, at: 0)
        let converted = Collected<Int>()
        var made = try await PlanScene().plan([Self.whole], against: table, converted: converted)
        #expect(made.plan.counts.unchanged == 1)
        #expect(converted.values.isEmpty)
        table.set("Eve", of: "name", at: 0)
        made = try await PlanScene().plan([Self.whole], against: table, converted: converted)
        #expect(made.updates.map(\.after) == [["name": "Ada"]])
        #expect(converted.values == [2])
    }

    @Test func `what the service rewrites is left alone while neither side moves`() async throws {
        let notes = PlanScene.field("notes", .richText)
        var scene = PlanScene()
        scene.managed = ManagedFields([PlanScene.fields[0], notes], key: [PlanScene.fields[0]])
        var table = RememberedTable(scene.managed, [["email": "ada@x", "notes": "- one\n"]])
        let row: Fields = ["email": "ada@x", "notes": "* one"]
        #expect(try await scene.plan([row], against: table).updates.count == 1)
        table.push(row, at: 0)
        #expect(try await scene.plan([row], against: table).steps.isEmpty)
    }

    @Test func `a mapped column that changes is seen`() async throws {
        let scene = PlanScene()
        let old: Fields = ["Mail": "ada@x", "Full name": "Ada"]
        var table = RememberedTable(PlanScene.managed, [["email": "ada@x", "name": "Ada"]])
        table.push(old, at: 0)
        let maker = PlanMaker(scene.request()) { row in
            ConvertedRow(fields: ["email": row.fields["Mail"] ?? .null, "name": row.fields["Full name"] ?? .null])
        }
        let folder = FileManager.default.temporaryDirectory.path
        for (name, count) in [("Ada", 0), ("Eve", 1)] {
            let rows = [Row(line: 2, fields: ["Mail": "ada@x", "Full name": .string(name)])]
            let plan = try await maker.plan(of: rows.async, against: table, to: .temporary(folder: folder))
            #expect(plan.counts.update == count)
        }
    }

    @Test func `unchanged rows get a line with their key if they are asked for`() async throws {
        var table = table(Self.ada)
        table.push(Self.whole, at: 0)
        var scene = PlanScene()
        scene.options.listsUnchanged = true
        let made = try await scene.plan([Self.whole], against: table)
        #expect(made.steps.first == .unchanged(line: 2, key: ["ada@x"]))
    }

    @Test func `every reason of a row is reported, and its record is not taken for vanished`() async throws {
        let row: Fields = ["email": "ada@x", "seats": "many", "due": "3/4/2026", "shoe size": "42"]
        let made = try await PlanScene(.mirror(.all)).plan([row], against: table(Self.ada))
        #expect(made.invalid.first?.problems.map(\.field) == ["seats", "due", "shoe size"])
        #expect(made.invalid.first?.problems.map(\.code) == Array(repeating: .invalidValue, count: 3))
        #expect(
            made.invalid.first?.problems.last?.message
                == "field \"shoe size\" is not among the fields that are written; leave it out of the rows, or name it "
                + "among the fields.")
        #expect(made.deletes.isEmpty)
        #expect(made.plan.counts.invalid == 1)
    }

    @Test func `steps come in the order of the rows, then deletes in the order of ids`() async throws {
        let records = (0..<1_700).map { ["email": .string("k\($0)"), "seats": 1] as Fields }
        let rows = (300..<2_000).map { number -> Fields in
            ["email": .string("k\(number)"), "seats": number % 3 == 0 ? "x" : .string("\(number % 2)")]
        }
        var scene = PlanScene(.mirror(.all))
        scene.options.limits.maxDelete = .percent(100)
        let made = try await scene.plan(rows, against: RememberedTable(PlanScene.managed, records))
        let lines = made.steps.compactMap(\.line)
        #expect(lines == lines.sorted())
        #expect(made.deletes.map(\.id) == (0..<300).map(RememberedTable.id))
        #expect(made.steps.suffix(301).prefix(300).count { if case .delete = $0 { true } else { false } } == 300)
        #expect(made.plan.counts.accounted == 1_700)
    }

    // MARK: Duplicates

    @Test(arguments: [DuplicatePolicy.error, .first, .skip])
    func `rows of one key are named by their lines`(policy: DuplicatePolicy) async throws {
        var scene = PlanScene()
        scene.options.duplicateRows = policy
        let rows: [Fields] = [
            ["email": "ada@x", "seats": "2"], ["email": "new@x"], ["email": "ada@x", "seats": "3"], ["email": "new@x"],
            ["email": "bob@x"], ["email": "same@x"], ["email": "same@x"],
        ]
        var table = table(Self.ada, ["email": "same@x"])
        table.push(rows[5], at: 1)
        let made = try await scene.plan(rows, against: table)
        let lines = "3 rows have the key of an earlier row: lines 2 and 4; 3 and 5; 7 and 8."
        #expect(made.plan.counts.accounted == 7)
        #expect(made.creates.map(\.line).contains(6))
        switch policy {
        case .error:
            #expect(made.refusals == [.duplicateRows])
            #expect(made.plan.findings.first?.message.hasPrefix(lines) == true)
            #expect(made.invalid.map(\.line) == [4, 5, 8])
            #expect(
                made.invalid.first?.problems.map(\.message) == [
                    "The key \"ada@x\" is also that of line 2. Keep one of the two rows."
                ])
        case .first:
            #expect(made.warnings == [.duplicateRows])
            #expect(made.skipped.map(\.line) == [4, 5, 8])
            #expect(made.updates.map(\.line) == [2])
            #expect(made.creates.map(\.line) == [3, 6])
        case .skip:
            #expect(made.warnings == [.duplicateRows])
            #expect(made.skipped.map(\.line).sorted() == [2, 3, 4, 5, 7, 8])
            #expect(made.updates.isEmpty)
            #expect(made.creates.map(\.line) == [6])
            #expect(made.plan.counts.skipped == 6)
            #expect(made.plan.counts.unchanged == 0)
        }
    }

    @Test(arguments: [true, false])
    func `rows that share a line are told apart by their keys`(isListed: Bool) async throws {
        var scene = PlanScene()
        scene.options.duplicateRows = .skip
        scene.options.listsUnchanged = isListed
        let texts = ["same@x", "ada@x", "same@x", "new@x", "new@x", "bob@x"]
        let rows = texts.map { Row(line: 1, fields: ["email": .string($0)]) }
        var table = table(Self.ada, ["email": "same@x"])
        table.push(rows[0].fields, at: 1)
        let made = try await scene.plan(of: rows, against: table)
        #expect(made.plan.counts.accounted == 6)
        #expect(made.skipped.flatMap(\.key).sorted() == ["new@x", "new@x", "same@x", "same@x"])
        #expect(made.creates.map(\.key) == [["bob@x"]])
        #expect(made.plan.counts.unchanged == 1)
    }

    @Test(arguments: [DuplicatePolicy.error, .first, .skip])
    func `records of one key are named by their ids, and never deleted`(policy: DuplicatePolicy) async throws {
        var scene = PlanScene(.mirror(.all))
        scene.options.duplicateRecords = policy
        var table = RememberedTable(PlanScene.managed)
        table.add(Self.ada, created: Date(timeIntervalSince1970: 20))
        table.add(Self.ada, created: Date(timeIntervalSince1970: 10))
        for index in 0..<8 { table.add(["email": .string("other\(index)")]) }
        let rows =
            [["email": "ada@x", "name": "Lovelace"]] + (0..<8).map { ["email": .string("other\($0)")] as Fields }
        let made = try await scene.plan(rows, against: table)
        let named =
            "2 records have the key \"ada@x\": \(RememberedTable.id(0)) and \(RememberedTable.id(1)). Keep one of them."
        #expect(made.deletes.isEmpty)
        switch policy {
        case .error:
            #expect(made.refusals == [.duplicateRecords])
            #expect(made.invalid.first?.problems.map(\.message) == [named])
        case .first:
            #expect(made.warnings == [.duplicateRecords])
            #expect(made.updates.map(\.id) == [RememberedTable.id(1)])
        case .skip:
            #expect(made.warnings == [.duplicateRecords])
            #expect(made.skipped.first?.reason.message == named)
        }
    }

    @Test func `records that share a key which no row has do no harm`() async throws {
        let made = try await PlanScene().plan([["email": "bob@x"]], against: table(Self.ada, Self.ada))
        #expect(made.plan.findings.isEmpty)
        #expect(made.creates.count == 1)
    }

    // MARK: Mirrors

    @Test func `tracked deletes only what this tool wrote`() async throws {
        var scene = PlanScene(.mirror(.tracked))
        scene.options.limits.maxDelete = .count(1)
        var table = RememberedTable(PlanScene.managed)
        table.add(["email": "ours@x"], isTracked: true)
        table.add(["email": "theirs@x"])
        let made = try await scene.plan([["email": "new@x"]], against: table)
        #expect(made.deletes.map(\.key) == [["ours@x"]])
        #expect(made.plan.counts.kept == 1)
        #expect(made.refusals.isEmpty)
    }

    @Test func `archiving marks what vanished once, and keeps what is marked`() async throws {
        let state = PlanScene.field("state", .singleLineText)
        var scene = PlanScene(.mirror(.archive(state, "gone")))
        scene.options.limits.maxDelete = .count(1)
        let table = table(["email": "a@x"], ["email": "b@x", "state": "gone"], ["email": "c@x", "state": "here"])
        let made = try await scene.plan([["email": "c@x"]], against: table)
        #expect(made.archives.map(\.key) == [["a@x"]])
        #expect(made.archives.first?.before == ["state": .null])
        #expect(made.archives.first?.after == ["state": "gone"])
        #expect(made.archives.first?.line == nil)
        #expect(made.plan.counts.archive == 1)
        #expect(made.plan.counts.kept == 1)
        #expect(made.refusals.isEmpty)
    }

    @Test func `a source that is cancelled ends the plan`() async throws {
        let rows = AsyncStream<Row> { continuation in
            for line in 0..<5_000 { continuation.yield(Row(line: line, fields: ["email": .string("k\(line)")])) }
            continuation.finish()
        }
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            let conversion = RowConversion(PlanScene.fields)
            return try await PlanMaker(PlanScene().request(), conversion: { conversion.convert($0) }).plan(
                of: rows, against: table(), to: .temporary(folder: FileManager.default.temporaryDirectory.path))
        }
        await #expect(throws: CancellationError.self) { try await task.value }
    }
}
