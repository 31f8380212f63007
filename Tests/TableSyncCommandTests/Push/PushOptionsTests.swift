import ArgumentParser
import TableSync
import TabularFiles
import Testing

@testable import TableSyncCommand

@Suite struct PushOptionsTests {
    @Test(
        arguments: [
            ("users.csv", "users"), ("/a/b.c/Orders 2024.tsv", "Orders 2024"), ("x.y.json", "x.y"), ("plain", "plain"),
            ("-", nil), ("", nil), ("/", nil), (".csv", nil), ("dir/", "dir"),
        ] as [(String, String?)])
    func `a table has its file's name`(_ path: String, _ name: String?) {
        #expect(SourceRequest.tableName(ofFile: path) == name)
    }

    @Test func `the options become the request`() throws {
        let request = try Push.parse([
            "-", "--table", "T", "--unique", "a, b", "--map", "x=y", "--map", "p=q", "--only", "x,p", "--format",
            "jsonl",
            "--create-table", "--create-fields", "--typecast", "--on-error", "continue", "-n",
        ]).request
        #expect(request.table == "T")
        #expect(request.key == ["a", "b"])
        #expect(request.columns.renamed.map { $0.reading(among: ["x", "p"]).field } == ["y", "q"])
        #expect(request.columns.only == ["x,p"])
        #expect(request.format == .jsonLines)
        #expect(request.createsTable && request.createsFields && request.typecast && request.isDryRun)
        #expect(request.onError == .continue)
    }

    @Test func `the defaults are the careful ones`() throws {
        let request = try Push.parse(["f.csv"]).request
        #expect(!request.createsTable && !request.createsFields && !request.typecast && !request.isDryRun)
        #expect(request.onError == .stop)
        #expect(request.key.isEmpty)
        #expect(request.columns == ColumnChoice())
        #expect(try Push.parse(["f.csv", "--local"]).request.createsTable)
    }

    @Test(arguments: ["\\t", "tab", "\t"])
    func `a tab can be written in three ways`(_ text: String) throws {
        #expect(try Push.parse(["f.csv", "--delimiter", text]).request.csv.delimiter == .tab)
    }

    @Test(arguments: [
        (["f.csv", "--unique", ","], "--unique takes one to three fields, but \",\" has 0."),
        (["f.csv", "--unique", "a,b,a"], "--unique names a field twice: \"a,b,a\"."),
        (["f.csv", "--unique", "a,b,c,d"], "--unique takes one to three fields, but \"a,b,c,d\" has 4."),
        (["f.csv", "--only", "a", "--ignore", "b"], "Say --only or --ignore, not both."),
        (["f.csv", "--map", "a"], "--map takes column=field, but it was given \"a\"."),
        (["f.csv", "--map", "a="], "--map takes column=field, but it was given \"a=\"."),
        (
            ["f.csv", "--delimiter", "||"],
            "--delimiter takes one ASCII character that is no quote and no line break, or \\t for a tab, but it was given \"||\"."
        ),
        (["f.json", "--delimiter", ";"], "--delimiter is for CSV, which f.json is not."),
        (["f.csv", "--format", "tsv", "--delimiter", ";"], "--delimiter is for CSV, which f.csv is not."),
        (["f.json", "--pad-rows"], "--pad-rows is for CSV, which f.json is not."),
        (["-"], "Standard input has no name that could be the table's. Say --table NAME."),
        (["f.csv", "--table", ""], "\"f.csv\" has no name that could be the table's. Say --table NAME."),
        (["f.csv", "--local", "--base-url", "http://x"], "Say --local or --base-url, not both."),
    ])
    func `options that make no sense are refused`(_ arguments: [String], _ message: String) {
        let error = #expect(throws: (any Error).self) { try Push.parse(arguments) }
        #expect(error.map { Push.message(for: $0) } == message)
        #expect(error.map { Push.exitCode(for: $0) } == ExitCode(64))
    }

    @Test(arguments: [-1, 65_536, 99_999])
    func `a port that does not exist is refused`(_ port: Int) {
        let error = #expect(throws: (any Error).self) { try Serve.parse(["--port=\(port)"]) }
        #expect(
            error.map { Serve.message(for: $0) }
                == "--port takes a number from 0 to 65,535, but it was given \(port).")
    }
}
