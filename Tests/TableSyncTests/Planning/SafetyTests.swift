import TableModel
import TableSync
import Testing

/// What must never delete anything by default.
@Suite(.timeLimit(.minutes(30))) struct SafetyTests {
    private static let records = (0..<200).map { index in
        ["email": .string("Person\(index)@example.com"), "name": "Zoë", "seats": .number(Double(index))] as Fields
    }
    private static let good = (0..<200).map { index in
        [
            "email": .string("Person\(index)@example.com"), "name": "Zoë", "seats": .string("\(index)"), "active": "",
            "due": "", "tags": "",
        ] as Fields
    }

    private static func rows(_ change: (inout Fields, Int) -> Void) -> [Fields] {
        good.enumerated().map { index, row in
            var row = row
            change(&row, index)
            return row
        }
    }

    enum Disaster: String, CaseIterable {
        case emptyFile, halfTheFile, wrongTable, keyColumnRenamed, keyColumnBlank, oneKeyBlank, keysLowerCase,
            keysWithSpaces
        case duplicateKeys, wrongDelimiter, wrongEncoding, otherCustomer, oneSharedRow, partialSnapshot

        var rows: [Fields] {
            switch self {
            case .emptyFile: []
            case .halfTheFile: Array(good.prefix(100))
            case .wrongTable: (0..<50).map { ["email": .string("SKU-\($0)"), "name": "Screw"] }
            case .keyColumnRenamed:
                SafetyTests.rows { row, _ in
                    row["e-mail"] = row["email"]
                    row["email"] = nil
                }
            case .keyColumnBlank: SafetyTests.rows { row, _ in row["email"] = "" }
            case .oneKeyBlank: SafetyTests.rows { row, index in if index == 7 { row["email"] = "" } }
            case .keysLowerCase:
                SafetyTests.rows { row, index in row["email"] = .string("person\(index)@example.com") }
            case .keysWithSpaces:
                SafetyTests.rows { row, index in row["email"] = .string(" Person\(index)@example.com") }
            case .duplicateKeys:
                SafetyTests.rows { row, index in row["email"] = .string("Person\(index / 2)@example.com") }
            case .wrongDelimiter:
                SafetyTests.rows { row, index in row = ["email;name;seats": .string("Person\(index)@example.com;Zoë;1")]
                }
            case .wrongEncoding:
                SafetyTests.rows { row, index in row["email"] = .string("PersonÃ«\(index)@example.com") }
            case .otherCustomer: (0..<200).map { ["email": .string("Client\($0)@example.org")] }
            case .oneSharedRow:
                (0..<200).map { ["email": .string($0 == 0 ? "Person0@example.com" : "c\($0)@example.org")] }
            case .partialSnapshot: Array(good.prefix(195))
            }
        }

        var refusals: [SafetyFinding.Code] {
            switch self {
            case .emptyFile: [.emptySource, .tooManyDeletes]
            case .halfTheFile, .oneSharedRow: [.tooManyDeletes]
            case .wrongTable, .keysLowerCase, .keysWithSpaces, .wrongEncoding, .otherCustomer:
                [.nothingMatches, .tooManyDeletes]
            case .keyColumnRenamed, .keyColumnBlank, .wrongDelimiter: [.unusableKeys, .nothingMatches, .tooManyDeletes]
            case .oneKeyBlank: [.unusableKeys]
            case .duplicateKeys: [.duplicateRows, .tooManyDeletes]
            case .partialSnapshot: [.partialSnapshot]
            }
        }
    }

    @Test(arguments: Disaster.allCases, [DeletePolicy.all, .tracked, .archive(PlanScene.fields[1], "gone")])
    func `a disaster is refused by default`(disaster: Disaster, policy: DeletePolicy) async throws {
        var table = RememberedTable(PlanScene.managed)
        for record in Self.records { table.add(record, isTracked: true) }
        table.complete = disaster != .partialSnapshot
        let made = try await PlanScene(.mirror(policy)).plan(disaster.rows, against: table)
        #expect(made.refusals == disaster.refusals)
        #expect(throws: PlanRefused.self) { try made.plan.requireSafe() }
    }

    @Test func `keys that were written in another way are told`() async throws {
        var table = RememberedTable(PlanScene.managed)
        for record in Self.records { table.add(record) }
        let rows = Self.rows { row, index in if index < 5 { row["email"] = .string("PERSON\(index)@example.com ") } }
        let made = try await PlanScene(.mirror(.all)).plan(rows, against: table)
        #expect(made.refusals.isEmpty)
        #expect(made.warnings == [.similarKeys, .riskyKeys])
        #expect(
            made.plan.findings.first?.message
                == "5 records would be deleted whose keys differ only in case, accents or outer space from keys that would be "
                + "created, such as \"Person0@example.com\". Were the keys rewritten?")
    }

    @Test(arguments: [PlanMode.push, .createOnly, .mirror(.tracked)])
    func `new records beside old ones of the same key in another spelling are told`(_ mode: PlanMode) async throws {
        let table = RememberedTable(PlanScene.managed, Self.records)
        let rows = Self.rows { row, index in if index < 5 { row["email"] = .string("PERSON\(index)@example.com") } }
        let made = try await PlanScene(mode).plan(rows, against: table)
        #expect(made.refusals.isEmpty)
        #expect(made.warnings == [.respelledKeys])
        #expect(
            made.plan.findings.first?.message
                == "5 records have keys that differ only in case, accents or outer space from keys that would be created, "
                + "such as \"Person0@example.com\". The new ones would stand beside them. Were the keys rewritten?")
        #expect(try await PlanScene(mode).plan(Self.good, against: table).warnings == [])
        // No record is created, or none is left that could be meant.
        #expect(try await PlanScene(.updateOnly).plan(rows, against: table).warnings == [])
        #expect(try await PlanScene(mode).plan(rows + Self.good, against: table).warnings == [])
    }

    @Test func `a tenth may vanish, one more may not, and the remedy is one flag`() async throws {
        let table = RememberedTable(PlanScene.managed, Self.records)
        var scene = PlanScene(.mirror(.all))
        #expect(try await scene.plan(Array(Self.good.dropLast(20)), against: table).refusals.isEmpty)
        let made = try await scene.plan(Array(Self.good.dropLast(21)), against: table)
        #expect(
            made.plan.findings.map(\.message) == [
                "21 of 200 records would be deleted, more than 10% allows. If that is right, say --max-delete 21."
            ])
        scene.options.limits.maxDelete = .count(21)
        #expect(try await scene.plan(Array(Self.good.dropLast(21)), against: table).refusals.isEmpty)
    }

    @Test func `the share of a tracked mirror is of what this tool wrote`() async throws {
        var table = RememberedTable(PlanScene.managed)
        for (index, record) in Self.records.enumerated() { table.add(record, isTracked: index < 10) }
        let made = try await PlanScene(.mirror(.tracked)).plan(Array(Self.good.dropFirst(2)), against: table)
        #expect(
            made.plan.findings.map(\.message) == [
                "2 of 10 records that this tool wrote would be deleted, more than 10% allows. If that is right, say "
                    + "--max-delete 2."
            ])
    }

    @Test func `everything may be replaced if that is said`() async throws {
        let table = RememberedTable(PlanScene.managed, Self.records)
        var scene = PlanScene(.mirror(.all))
        scene.options.limits.maxDelete = .count(200)
        #expect(try await scene.plan([["email": "new@x"]], against: table).refusals.isEmpty)
        scene.options.limits.allowsEmptySource = true
        #expect(try await scene.plan([], against: table).deletes.count == 200)
    }

    @Test func `a push without rows is refused, and one without a single key`() async throws {
        let table = RememberedTable(PlanScene.managed, Self.records)
        #expect(
            try await PlanScene().plan([], against: table).plan.findings.map(\.message) == [
                "The source has no rows. If that is right, say --allow-empty."
            ])
        let blank = try await PlanScene().plan([["name": "x"], ["email": ""]], against: table)
        #expect(
            blank.plan.findings.map(\.message) == [
                "No row has a usable key, so none can be told from another. The first is on line 2: field \"email\" is part "
                    + "of the key and has no value; give every row a key, or push the rows without one separately."
            ])
    }

    @Test func `changes are limited if a limit is given`() async throws {
        let table = RememberedTable(PlanScene.managed, Self.records)
        var scene = PlanScene()
        scene.options.limits.maxChange = .percent(1)
        let rows = Self.rows { row, index in if index < 3 { row["name"] = "Eve" } }
        let made = try await scene.plan(rows, against: table)
        #expect(
            made.plan.findings.map(\.message) == [
                "3 of 200 records would be updated, more than 1% allows. If that is right, say --max-change 3."
            ])
        scene.options.limits.maxChange = .count(3)
        #expect(try await scene.plan(rows, against: table).plan.findings.isEmpty)
    }

    @Test func `records without a key are kept and told`() async throws {
        let table = RememberedTable(PlanScene.managed, [["email": "a@x"], ["name": "nobody"]])
        let made = try await PlanScene(.mirror(.all)).plan([["email": "a@x"]], against: table)
        #expect(made.deletes.isEmpty)
        #expect(
            made.plan.findings.map(\.message) == ["1 record without a key is left alone, since no row can name it."])
    }

    @Test(arguments: [
        ("0", SafetyLimits.Amount.count(0)), ("25", .count(25)), ("10%", .percent(10)), ("2.5%", .percent(2.5)),
    ])
    func `amounts are read as they are written`(text: String, amount: SafetyLimits.Amount) {
        #expect(SafetyLimits.Amount(text) == amount)
        #expect(amount.description == text)
    }

    @Test(arguments: ["", "%", "-1", "101%", "-1%", "ten", "1.5", "nan%", "inf%"])
    func `what is no amount is refused`(text: String) { #expect(SafetyLimits.Amount(text) == nil) }
}
