import TableModel

extension WriteChunk.Verb {
    /// Whether a request of the verb may make a record of an element.
    func mayCreate(_ element: WriteChunk.Element) -> Bool {
        switch self {
        case .create: true
        case .upsert: element.id == nil
        case .update, .replace, .delete: false
        }
    }
}
