/// How a plan is carried out.
package struct ApplyOptions: Sendable {
    /// How its requests are sent, repeated, logged and limited; `RunOptions.rowCount` is the plan's affair.
    package var run: RunOptions
    /// What to do when the service refuses a row. Nothing is deleted after a refusal, whatever is said here.
    package var onError: ErrorStrategy
    /// Whether the records and keys that the plan touches are read again before the first write, as a plan needs that was
    /// made some time ago: ⌈k/100⌉ requests for the records and ⌈c/100⌉ for the keys.
    package var verifies = true
    /// Whether the cells that the plan changes were read by the call that carries it out; otherwise a rollback, which puts them
    /// back, reads the records first: ⌈u/100⌉ requests for u of them.
    package var hasReadPreImages = false
    /// Whether exactly those records that drifted are left out, instead of refusing the plan.
    package var skipsDrifted = false
    /// Tells the snapshot the outcomes of the run, which a journal has; nil if nobody tells it.
    var telling: SnapshotTelling?

    package init(run: RunOptions, onError: ErrorStrategy) {
        self.run = run
        self.onError = onError
    }
}
