import TableModel

/// The id of an attachment, `att…`.
struct AttachmentID: PrefixedIdentifier {
    static let prefix = "att"
    let rawValue: String
    init(unchecked rawValue: String) { self.rawValue = rawValue }
}

/// A file in a cell. Nothing is fetched: the address stands for the file.
struct Attachment: Sendable, Hashable {
    struct File: Sendable, Hashable {
        /// As the client wrote it.
        var url: String
        var name: String
    }

    let id: AttachmentID
    /// Nil in what a client writes for a file that the cell holds already.
    var file: File?
}
