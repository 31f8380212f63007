import JSONText
import TableModel

extension PreparedWrite {
    /// The attachments that the rows bring, without those that they name by their ids.
    static func newAttachments(in rows: [Row]) -> Set<AttachmentID> {
        var ids: Set<AttachmentID> = []
        for row in rows {
            for case .attachments(let attachments)? in row.cells.map(\.value) {
                for attachment in attachments where attachment.file != nil { ids.insert(attachment.id) }
            }
        }
        return ids
    }
}

extension PreparedWrite.Row {
    /// Whether a cell names an attachment that its record is to have already.
    var namesAttachments: Bool {
        cells.contains { cell in
            guard case .attachments(let attachments)? = cell.value else { return false }
            return attachments.contains { $0.file == nil }
        }
    }

    /// Puts the files of the record's own cells in the place of the ids that name them.
    ///
    /// - Parameter record: The record as it is before the request; nil if the row makes one.
    mutating func findAttachments(in record: StoredRecord?) throws(ServiceFailure) {
        for index in cells.indices {
            guard case .attachments(var attachments)? = cells[index].value else { continue }
            let field = cells[index].field
            var known: [Attachment] = []
            if case .attachments(let stored)? = record?[field.slot] { known = stored }
            for position in attachments.indices where attachments[position].file == nil {
                let id = attachments[position].id
                guard let attachment = known.first(where: { $0.id == id }) else {
                    throw .invalidAttachment(["id": .string(id.rawValue)], field: field.name)
                }
                attachments[position] = attachment
            }
            cells[index].value = .attachments(attachments)
        }
    }
}
