import JSONText
import Testing

@testable import TableSyncCommand

@Suite(.timeLimit(.minutes(30))) struct CombinedFileTests {
    private static let there = "email,name,seats\nada@x.org,Ada,3\nbob@x.org,Bob,4\ndan@x.org,\"Dan, \u{1B}[2J\",5\n"
    private static let wanted = "email,name,seats\nada@x.org,Ada,3\nbob@x.org,,7\ncy@x.org,Cy,\n"

    @Test func `every row has a line, and nothing is cut or escaped`() async throws {
        try await PushScene.run { scene in
            _ = try await scene.push(Self.there, "--unique", "email")
            let path = scene.folder.path + "/all.csv"
            let outcome = try await scene.plan(
                Self.wanted, "--delete", "--max-delete", "1", "--combined", path)
            #expect(outcome.code == 0)
            // People see what they would see otherwise.
            #expect(outcome.data == (try await scene.plan(Self.wanted, "--delete", "--max-delete", "1")).data)
            let text = scene.folder.read("all.csv") ?? ""
            #expect(
                text.replacing(/rec\w{14}/, with: "REC") == """
                    symbol,do,line,record,key,before,after,message\r
                    =,leave,2,,ada@x.org,,,\r
                    ~,update,3,REC,bob@x.org,"{""name"":""Bob"",""seats"":4}","{""name"":null,""seats"":7}",\r
                    +,create,4,,cy@x.org,,"{""email"":""cy@x.org"",""name"":""Cy"",""seats"":null}",\r
                    -,delete,,REC,dan@x.org,"{""email"":""dan@x.org"",""name"":""Dan, \\u001b[2J"",""seats"":5}",,\r

                    """)
        }
    }

    @Test func `rows that are left out say why`() async throws {
        try await PushScene.run { scene in
            _ = try await scene.push(Self.there, "--unique", "email")
            let path = scene.folder.path + "/all.csv"
            let outcome = try await scene.plan(
                Self.wanted + "eve@x.org,Eve,many\n", "--create-only", "--combined", path)
            #expect(outcome.code == 3)
            let lines = (scene.folder.read("all.csv") ?? "").split(separator: "\r\n")
            #expect(
                lines[2] == ".,skip,3,,bob@x.org,,,\"A record has the key \"\"bob@x.org\"\", and none may be updated.\""
            )
            #expect(lines[4].hasPrefix("!,refuse,5,,eve@x.org,,,\"field \"\"seats\"\" does not accept \"\"many\"\""))
        }
    }

    @Test func `the lines that people do not see are in the file`() async throws {
        try await PushScene.run { scene in
            let text = "email\n" + (0..<60).map { "u\($0)@x.org\n" }.joined()
            let path = scene.folder.path + "/all.csv"
            let outcome = try await scene.sync(text, "--delete", "--dry-run", "--combined", path)
            #expect(outcome.data.contains("… and 40 more\n"))
            #expect((scene.folder.read("all.csv") ?? "").split(separator: "\r\n").count == 61)
        }
    }

    @Test func `a saved plan can be written out when it is carried out`() async throws {
        try await PushScene.run { scene in
            let (plan, file) = (scene.folder.path + "/p", scene.folder.path + "/all.csv")
            _ = try await scene.plan("email\nada@x.org\n", "-o", plan)
            #expect(try await scene.apply("p", "--combined", file).code == 0)
            #expect(scene.folder.read("all.csv")?.contains("+,create,2,,ada@x.org,,") == true)
        }
    }

    @Test func `a file that cannot be written ends the command before the first write`() async throws {
        try await PushScene.run { scene in
            let outcome = try await scene.sync(
                "email\nada@x.org\n", "--delete", "--combined", scene.folder.path + "/none/all.csv")
            #expect(outcome.code == 74)
            #expect(try scene.records().isEmpty)
        }
    }
}
