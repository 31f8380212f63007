import Testing

@testable import TableSyncCommand

@Suite struct FailedRowsTests {
    @Test func `rows of one reason are held back and told together when another comes`() {
        var rows = FailedRows(of: "f.csv")
        #expect(rows.flush() == nil)
        #expect(rows.add(line: 2, "a") == nil)
        #expect(rows.add(line: 5, "a") == nil)
        #expect(rows.add(line: 6, "b") == "f.csv, 2 rows on lines 2 and 5: a")
        #expect(rows.add(line: 7, "a") == "f.csv, line 6: b")
        #expect(rows.flush() == "f.csv, line 7: a")
        #expect(rows.flush() == nil)
    }

    @Test func `lines are a stretch if they follow one another, and otherwise the first are named`() {
        func told(_ lines: [Int]) -> String? {
            var rows = FailedRows(of: "f.csv")
            for line in lines { _ = rows.add(line: line, "a") }
            return rows.flush()
        }
        #expect(told(Array(2...101)) == "f.csv, 100 rows on lines 2 to 101: a")
        #expect(told([2, 4, 6, 8, 10]) == "f.csv, 5 rows on lines 2, 4, 6, 8 and 10: a")
        #expect(
            told([2, 4, 6, 8, 10, 12, 99]) == "f.csv, 7 rows on lines 2, 4, 6, 8, 10 and 2 more, the last on 99: a")
    }

    @Test func `after a hundred lines it is said once that the rest is counted`() {
        var rows = FailedRows(of: "f.csv")
        let lines = (1...200).map { rows.add(line: $0, "m\($0)") } + [rows.flush()]
        #expect(lines.compactMap(\.self).count == 101)
        #expect(lines[100] == "f.csv, line 100: m100")
        #expect(lines[101] == "Further problems are counted only; --json names them all.")
    }
}
