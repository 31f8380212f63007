/// An undo was not begun, since the run is itself an undo; nothing was sent.
public struct UndoRefused: Error, Sendable, Hashable, CustomStringConvertible {
    /// The run that was to be undone.
    public let run: RunID
    /// The run that it undoes.
    public let undoes: RunID

    package init(run: RunID, undoes: RunID) {
        self.run = run
        self.undoes = undoes
    }

    public var description: String {
        "Run \(run) is the undo of \(undoes) and cannot be undone itself. Resume it if it is not finished; "
            + "to have what \(undoes) did once more, push again."
    }
}
