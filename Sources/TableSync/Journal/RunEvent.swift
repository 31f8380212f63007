public import TableModel

/// One thing that happened in a run.
public enum RunEvent: Sendable, Hashable {
    /// Attempt `attempt` of the run is about to leave; `rows` are the input indices of the chunk's elements.
    case intent(attempt: Int, chunk: WriteChunk, rows: [Int])
    /// What became of that attempt.
    case answered(attempt: Int, Attempt<WriteAnswer>)
    /// That attempt was withdrawn before it left.
    case withdrawn(attempt: Int)
    /// Records with all of their cells that are about to be deleted.
    case preImages([Record])
    /// Rows whose outcome is final, in input order.
    case outcomes([RowOutcome])
}
