/// The snapshot lost records while a plan was made from it.
package struct SnapshotChanged: Error, Sendable, Hashable, CustomStringConvertible {
    package var description: String {
        "What is known of the table changed while the plan was made. Is another run at work on the table? Try again when it "
            + "is done."
    }
}
