public import FoundationEssentials

/// One page of a read.
public struct RecordPage: Sendable, Hashable {
    /// The records of the page; a page that is not the last may have few or none.
    public var records: [Record]
    /// Where the next page begins; nil on the last one.
    public var next: PageCursor?
    /// The service's clock when it answered (its Date header, whole seconds), if it said so.
    public var serverTime: Date?

    /// Makes a page; without `next` it is the last one.
    public init(records: [Record], next: PageCursor? = nil, serverTime: Date? = nil) {
        self.records = records
        self.next = next
        self.serverTime = serverTime
    }
}
