import TableModel
import TestSupport

/// Rows and records for ``PlanScene``, drawn from a seed.
struct RandomRows {
    var generator: SeededGenerator

    init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

    mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &generator) < percent }

    private mutating func pick<Value>(_ values: [Value]) -> Value {
        values[Int.random(in: 0..<values.count, using: &generator)]
    }

    /// Cells as a CSV has them: text in several spellings of the same value.
    mutating func row(_ key: String) -> Fields {
        [
            "email": .string(key),
            "name": .string(pick(["", "Ada", "Grace  ", "Zoë\r\nline", "Zoë\nline", "e\u{301}", "é"])),
            "seats": .string(pick(["", "0", "1", "1.0", "12", "1e1"])),
            "active": .string(pick(["", "yes", "no", "true", "x"])),
            "due": .string(pick(["", "2026-03-01", "2026-12-31"])),
            "tags": .string(pick(["", "red", "red, green", "green,red", "blue"])),
        ]
    }

    /// Cells as the service answers them, blank ones absent.
    mutating func record(_ key: String?) -> Fields {
        var cells: [(String, FieldValue)] = key.map { [("email", .string($0))] } ?? []
        let name = pick(["", "Ada", "Grace", "Zoë\nline", "é"])
        if !name.isEmpty { cells.append(("name", .string(name))) }
        if chance(60) { cells.append(("seats", pick([0, 1, 12, 10]))) }
        if chance(50) { cells.append(("active", true)) }
        if chance(50) { cells.append(("due", pick(["2026-03-01", "2026-12-31"]))) }
        if chance(50) { cells.append(("tags", pick([["red"], ["green", "red"], ["blue"]]))) }
        return Fields(cells)
    }

    /// Different keys out of `count`, each taken with that chance.
    mutating func keys(_ count: Int, percent: Int) -> [String] {
        (0..<count).filter { _ in chance(percent) }.map { "k\($0)@example.com" }.shuffled(using: &generator)
    }

    /// A row that lacks some of its members, as JSON may; its key stays.
    mutating func thinned(_ row: Fields) -> Fields {
        var thin = row
        for name in row.names where name != "email" && chance(40) { thin[name] = nil }
        return thin
    }
}
