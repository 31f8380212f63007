/// Where the changes of a service are kept beyond the life of the process.
protocol ChangeStore: Sendable {
    /// Writes the changes of one request, all or none; they are on disk when it returns.
    func write(_ changes: [ServiceChange]) throws

    /// Lets go of what it holds; nothing can be written any more.
    func close()

    /// What is told to those who come after it was closed.
    var closed: any Error { get }
}

/// A machine, and the store that its changes go to.
///
/// Nobody gets to the machine before the changes of the last one who did are written. If that fails, what the machine
/// holds and what the store holds differ from then on, so the service must answer nobody any more.
struct KeptService: Sendable {
    private(set) var machine: AirtableService
    private let store: (any ChangeStore)?
    /// Why the last changes could not be written.
    private(set) var problem: (any Error)?

    init(_ machine: AirtableService, store: (any ChangeStore)? = nil) {
        self.machine = machine
        self.store = store
    }

    /// Lets `body` use the machine, and writes what it changed.
    mutating func use<Result, Failure: Error>(
        _ body: (inout AirtableService) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        defer { save() }
        return try body(&machine)
    }

    /// Ends the service if it has a store: nobody is answered any more.
    mutating func close() {
        guard let store, problem == nil else { return }
        store.close()
        problem = store.closed
    }

    private mutating func save() {
        guard let store, problem == nil else { return }
        let changes = machine.takeChanges()
        guard !changes.isEmpty else { return }
        do {
            try store.write(changes)
        } catch {
            problem = error
        }
    }
}
