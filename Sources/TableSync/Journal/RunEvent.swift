public import TableModel

/// One thing that happened in a run.
///
/// Rows are named by their place in the input, from 0; in a run that carries out a plan, by the place of their step among those
/// steps of the plan that write or delete. No two attempts of a run have one number.
public enum RunEvent: Sendable, Hashable {
    /// Attempt `attempt` of the run is about to leave; `rows` are the places of the chunk's elements.
    case intent(attempt: Int, chunk: WriteChunk, rows: [Int])
    /// What became of that attempt.
    case answered(attempt: Int, Attempt<WriteAnswer>)
    /// That attempt was withdrawn before it left.
    case withdrawn(attempt: Int)
    /// Records with all of their cells that are about to be deleted or, in a run that may be rolled back, changed.
    case preImages([Record])
    /// Rows whose outcome is final, in input order.
    case outcomes([RowOutcome])
}
