import TableModel

/// A write of an undo, and the operation of the run that it undoes.
struct UndoElement: Sendable, Hashable {
    let operation: Int
    let element: WriteChunk.Element
}

/// The writes that undo operations of one kind, the newest first, decided a page at a time as the run takes them. Single pass.
struct UndoElements: AsyncSequence, Sendable {
    typealias Element = UndoElement
    typealias Operation = (operation: Int, deed: Deed)

    let deeds: [Operation]
    let pageSize: Int
    /// Reads what is there now of a page of operations, and gives the writes that undo them.
    let decide: @Sendable (ArraySlice<Operation>) async throws -> [UndoElement]

    struct AsyncIterator: AsyncIteratorProtocol {
        private let elements: UndoElements
        private var rest: ArraySlice<Operation>
        private var ready: ArraySlice<UndoElement> = []

        init(_ elements: UndoElements) {
            self.elements = elements
            rest = elements.deeds[...]
        }

        mutating func next() async throws -> UndoElement? {
            while ready.isEmpty {
                guard !rest.isEmpty else { return nil }
                let page = rest.prefix(elements.pageSize)
                ready = try await elements.decide(page)[...]
                rest = rest.dropFirst(page.count)
            }
            return ready.popFirst()
        }
    }

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(self) }
}
