import Crypto
import FoundationEssentials
import TableModel
import Testing

@testable import TableSync

/// Plans in files.
@Suite(.timeLimit(.minutes(30))) final class PlanFileTests {
    private let folder: String

    init() throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "plan-\(UInt64.random(in: 0...UInt64.max))")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        folder = url.path
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    private var path: String { folder + "/users.plan" }

    /// A plan with every kind of step.
    private func saved(_ mode: PlanMode = .mirror(.all)) async throws -> PlanScene.Made {
        let table = RememberedTable(
            PlanScene.managed,
            [
                ["email": "same@x"], ["email": "old@x", "seats": 1.5], ["email": "gone@x", "tags": ["red"]],
                ["email": "zz@x"],
            ])
        var scene = PlanScene(mode)
        scene.options.duplicateRows = .first
        scene.options.listsUnchanged = true
        let rows: [Fields] = [
            ["email": "same@x"], ["email": "old@x", "seats": "2", "name": "\"q\"\n\u{1F600}"],
            ["email": "new@x", "active": "yes"],
            ["email": "new@x"], ["email": "bad@x", "seats": "x"], ["email": "zz@x", "seats": ""],
        ]
        return try await scene.plan(rows, against: table, to: .file(path))
    }

    private func bytes() throws -> [UInt8] { try Array(Data(contentsOf: URL(filePath: path))) }
    private func write(_ bytes: some Sequence<UInt8>) throws { try Data(bytes).write(to: URL(filePath: path)) }

    private func refusal() -> PlanFileError? {
        do {
            _ = try Plan(contentsOf: path)
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: [
        PlanMode.push, .updateOnly, .createOnly, .fillMissing, .mirror(.all), .mirror(.tracked),
        .mirror(.archive(PlanScene.fields[1], .list([1.5, .null, true]), extent: .tracked)),
    ])
    func `a plan that is read is the one that was written`(mode: PlanMode) async throws {
        let made = try await saved(mode)
        let plan = try Plan(contentsOf: path)
        #expect(plan.header == made.plan.header)
        #expect(plan.counts == made.plan.counts)
        #expect(plan.cost == made.plan.cost)
        #expect(plan.findings == made.plan.findings)
        #expect(try await plan.operations.collected() == made.steps)
        #expect(try await plan.operations.collected() == made.steps)
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func `generated cells survive the file`(seed: UInt64) async throws {
        var random = RandomRows(seed: seed)
        let rows = (0..<50).map { random.row("k\($0)\u{2028}\u{1}\"\\/é e\u{301}") }
        let table = RememberedTable(
            PlanScene.managed, (20..<70).map { random.record("k\($0)\u{2028}\u{1}\"\\/é e\u{301}") })
        let made = try await PlanScene(.mirror(.all)).plan(rows, against: table, to: .file(path))
        #expect(try await Plan(contentsOf: path).operations.collected() == made.steps)
    }

    @Test func `only the user can read a plan, and nothing else is left beside it`() async throws {
        _ = try await saved()
        let permissions = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
        #expect(permissions.map { "\($0)" } == "\(0o600)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["users.plan"])
    }

    @Test func `a plan that was not finished leaves the one before it, and no trace`() async throws {
        let made = try await saved()
        struct Failure: Error {}
        let rows = AsyncThrowingStream<Row, any Error> { continuation in
            continuation.yield(Row(line: 2, fields: ["email": "x"]))
            continuation.finish(throwing: Failure())
        }
        let conversion = RowConversion(PlanScene.fields)
        let maker = PlanMaker(PlanScene().request()) { conversion.convert($0) }
        await #expect(throws: Failure.self) {
            try await maker.plan(of: rows, against: RememberedTable(PlanScene.managed), to: .file(path))
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["users.plan"])
        #expect(try Plan(contentsOf: path).header == made.plan.header)
    }

    @Test func `a plan is readable after its file is gone`() async throws {
        let made = try await saved()
        try FileManager.default.removeItem(atPath: path)
        #expect(try await made.plan.operations.collected() == made.steps)
    }

    @Test func `a plan that was cut anywhere is refused, with the line`() async throws {
        _ = try await saved()
        let whole = try bytes()
        for count in stride(from: whole.count - 1, through: 60, by: -7) {
            try write(whole.prefix(count))
            let problem = try #require(refusal())
            #expect(problem.code == .cut)
            #expect(problem.line == whole.prefix(count).dropLast().count { $0 == UInt8(ascii: "\n") } + 1)
        }
        try write(whole.prefix(whole.count - 1))
        #expect(
            refusal()?.description
                == "\(path), line \(whole.count { $0 == UInt8(ascii: "\n") }): the plan does not end as plans do, so it was "
                + "cut off or edited. Make the plan again.")
    }

    @Test func `a plan in which one byte was changed is refused`() async throws {
        _ = try await saved()
        let whole = try bytes()
        for index in stride(from: 0, to: whole.count, by: 11) {
            var changed = whole
            changed[index] ^= 1
            try write(changed)
            #expect(refusal() != nil)
        }
        let text = String(decoding: whole, as: UTF8.self).replacing("\"update\":1,", with: "\"update\":0,")
        try write(text.utf8)
        #expect(refusal()?.description == "\(path): the plan was changed after it was made. Make the plan again.")
    }

    @Test(arguments: ["", "email,name\nada,Ada\n", "{\"do\":\"create\"}\n", "[]"])
    func `what is no plan is told`(text: String) throws {
        try write(text.utf8)
        #expect(
            refusal()?.description
                == "\(path), line 1: this is not a plan of tablesync. Name a file that `tablesync plan … -o` wrote.")
    }

    @Test func `a plan of a later format names the format`() async throws {
        _ = try await saved()
        let text = try String(decoding: bytes(), as: UTF8.self).replacing("\"version\":1,", with: "\"version\":2,")
        try write(text.utf8)
        #expect(
            refusal()?.description
                == "\(path), line 1: the plan has format 2, and this version of tablesync reads up to 1. Carry it out with the "
                + "version that made it, or make it again with this one.")
    }

    /// What a hand may make of a header, with a seal to go with it.
    @Test(arguments: [
        (#""also_read":[]"#, #""also_read":[{"id":"fldX","name":"name","type":"singleLineText","options":{}}]"#),
        (#""key":["email"]"#, #""key":["email","email"]"#), (#""key":["email"]"#, #""key":[]"#),
        (#""name":"seats""#, #""name":"name""#),
    ])
    func `a header that names a field twice is refused`(_ change: (String, String)) async throws {
        _ = try await saved()
        let text = try String(decoding: bytes(), as: UTF8.self)
        #expect(text.contains(change.0))
        try write(Self.sealed(text.replacing(change.0, with: change.1)))
        #expect(refusal()?.code == .edited)
        #expect(refusal()?.line == 1)
    }

    @Test(arguments: ["../../../.profile", "", "0123"])
    func `an id that is none is refused, since files are named by it`(_ id: String) async throws {
        let made = try await saved()
        let text = try String(decoding: bytes(), as: UTF8.self)
        try write(Self.sealed(text.replacing(made.plan.header.id, with: id)))
        #expect(
            refusal()?.description
                == "\(path), line 1: the line cannot be understood: the member \"id\" is not 32 hexadecimal digits. "
                + "Make the plan again.")
    }

    /// The text with the seal that it should have.
    private static func sealed(_ text: String) -> [UInt8] {
        let body = Array(text.utf8.dropLast(PlanFormat.sealLength))
        var hasher = SHA256()
        hasher.update(data: body)
        return body + PlanFormat.seal(hasher)
    }

    @Test func `a path that cannot be used is told`() async throws {
        #expect(refusal()?.code == .cannotOpen)
        #expect(refusal()?.description == "\(path): the plan could not be opened (No such file or directory).")
        #expect(throws: PlanFileError.self) { try Plan(contentsOf: folder) }
        await #expect(throws: PlanFileError.self) {
            try await PlanScene().plan(
                [], against: RememberedTable(PlanScene.managed), to: .file(folder + "/absent/users.plan"))
        }
    }

    @Test(arguments: ["/dev/null", "/dev/full", "/"])
    func `a device or a folder is not replaced by a plan`(_ path: String) {
        #expect(throws: PlanFileError.self) { try PlanFile.draft(of: path) }
    }

    @Test func `no two plans have one id`() {
        #expect(Set((0..<100).map { _ in PlanHeader.newID() }).count == 100)
    }
}
