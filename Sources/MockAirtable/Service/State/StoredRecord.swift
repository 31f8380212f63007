import TableModel

/// A record as the service keeps it.
struct StoredRecord: Sendable, Hashable {
    struct Cell: Sendable, Hashable {
        var slot: Int
        var value: CellValue
    }

    let id: RecordID
    /// Counts the records of a table from 1 in the order in which they were made; the value of autoNumber fields.
    let number: Int
    let createdTime: ServiceInstant
    /// Who made it; nil if that is not known.
    let creator: ServiceUser?
    /// When a cell last took another value; the creation itself does not count.
    var modifiedTime: ServiceInstant?
    /// Who changed it last; nil if nobody did, or if that is not known.
    var editor: ServiceUser?
    /// In the order in which they were set: a cell cleared and set again moves to the end (airtable-api.md 2.1).
    private(set) var cells: [Cell]

    init(
        id: RecordID, number: Int, createdTime: ServiceInstant, creator: ServiceUser? = nil,
        modifiedTime: ServiceInstant? = nil, editor: ServiceUser? = nil, cells: [Cell] = []
    ) {
        self.id = id
        self.number = number
        self.createdTime = createdTime
        self.creator = creator
        self.modifiedTime = modifiedTime
        self.editor = editor
        self.cells = cells
    }

    /// The records that a link field's cell leads to.
    func links(slot: Int) -> [RecordID] {
        if case .links(let ids)? = self[slot] { ids } else { [] }
    }

    subscript(slot: Int) -> CellValue? {
        get { cells.first { $0.slot == slot }?.value }
        set {
            switch (cells.firstIndex { $0.slot == slot }, newValue) {
            case (let index?, let value?): cells[index].value = value
            case (let index?, nil): cells.remove(at: index)
            case (nil, let value?): cells.append(Cell(slot: slot, value: value))
            case (nil, nil): break
            }
        }
    }
}
