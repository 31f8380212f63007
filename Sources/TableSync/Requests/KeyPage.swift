import TableModel

/// Gathers keys, and what belongs to each, until one read asks for no more of them.
struct KeyPage<Element> {
    /// What a key takes in a query beside its own bytes: the names of its fields, and what joins it to the others.
    private static var overhead: Int { 64 }

    private let count: Int
    private let bytes: Int
    private var elements: [Element] = []
    private var size = 0

    init(for reader: some PageReader) {
        count = reader.recordsPerPage
        bytes = reader.keyBytesPerRead
    }

    /// Takes an element; gives those before it if it does not fit with them, else none.
    mutating func add(_ element: Element, key: RecordKey) -> [Element] {
        let more = key.encoding.count + Self.overhead
        let isFull = elements.count == count || (!elements.isEmpty && size + more > bytes)
        let full = isFull ? removeAll() : []
        elements.append(element)
        size += more
        return full
    }

    /// Gives what is left.
    mutating func removeAll() -> [Element] {
        defer { (elements, size) = ([], 0) }
        return elements
    }
}
