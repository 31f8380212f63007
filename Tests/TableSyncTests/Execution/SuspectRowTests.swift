import TableModel
import Testing

@testable import TableSync

@Suite struct SuspectRowTests {
    private let rows: [WriteChunk.Element] = [
        .init(fields: ["Due": "2026-01-01", "Plan": "Free"]),
        .init(fields: ["Due": "soon", "Plan": "Gold"]),
        .init(id: RecordID(unchecked: "recBBBBBBBBBBBBBB"), fields: ["Plan": ["Free", "Gold"]]),
        .init(fields: ["Seats": 5, "Team": ["recCCCCCCCCCCCCCC"]]),
    ]

    private func suspect(_ mention: RemoteError.Mention?) -> Int? {
        let error = RemoteError(.invalidValue, message: "", attempted: "write", mention: mention)
        return SuspectRow.position(for: error, among: [0, 1, 2, 3], of: rows)
    }

    @Test(
        arguments: [
            (RemoteError.Mention(field: "Seats"), 3), (.init(field: "Due"), nil),
            (.init(field: "Due", value: "soon"), 1),
            (.init(value: "Gold"), nil), (.init(field: "Seats", value: "5"), 3), (.init(field: "Other"), nil),
            (.init(recordID: RecordID(unchecked: "recBBBBBBBBBBBBBB")), 2),
            (.init(recordID: RecordID(unchecked: "recCCCCCCCCCCCCCC")), 3), (.init(), nil),
        ] as [(RemoteError.Mention, Int?)])
    func `a row is suspected only if it alone carries what is named`(mention: RemoteError.Mention, row: Int?) {
        #expect(suspect(mention) == row)
    }

    @Test func `an error that names nothing suspects nobody`() { #expect(suspect(nil) == nil) }
}
