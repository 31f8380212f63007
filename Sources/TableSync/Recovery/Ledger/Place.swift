/// Where in a journal something about an operation is written: an event, and which of its elements.
struct Place: Sendable, Hashable, Comparable {
    let event: Int64
    let element: Int

    static func < (left: Place, right: Place) -> Bool { (left.event, left.element) < (right.event, right.element) }
}
