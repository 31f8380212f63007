/// Brings what other processes wrote about a base into the machine, and writes down what became of it.
struct StateSharing: Sendable {
    /// A lock that is held longer than this is held by somebody who does not let go, such as a stopped process. After
    /// that the process paces itself alone, and says so.
    static let longestBusy: Duration = .seconds(5)

    let directory: StateDirectory
    let isAlive: @Sendable (SlotOwner) -> Bool
    /// The last thing that went wrong.
    private(set) var problem: StateProblem?
    private var busySince: [BucketKey: TimePoint] = [:]

    init(directory: StateDirectory, isAlive: @escaping @Sendable (SlotOwner) -> Bool) {
        self.directory = directory
        self.isAlive = isAlive
    }

    /// The files that are locked during one change of the machine.
    struct Session {
        fileprivate var files: [(key: BucketKey, file: StateFile, written: BucketState?)] = []
        /// The moment of the change: after all locks were had, so that every process writes its moments in order.
        fileprivate(set) var now: TimePoint
        /// Bases that somebody else has locked.
        fileprivate(set) var unreachable: Set<BucketKey> = []
    }

    /// Locks the files of these bases and takes over what they say.
    mutating func begin(_ keys: Set<BucketKey>, _ machine: inout LimiterMachine, time: any TimeSource) -> Session {
        var session = Session(now: time.now)
        // Everybody locks in the order of the names.
        let bases = keys.compactMap { key -> (key: BucketKey, host: String, base: String)? in
            guard case .base(let host, let base) = key else { return nil }
            return (key, host, base)
        }
        for (key, host, base) in bases.sorted(by: { ($0.host, $0.base) < ($1.host, $1.base) }) {
            switch directory.open(host: host, base: base) {
            case .locked(let file):
                busySince[key] = nil
                session.files.append((key, file, nil))
            case .busy:
                let since = busySince[key] ?? session.now
                busySince[key] = since
                if session.now - since < Self.longestBusy {
                    session.unreachable.insert(key)
                } else {
                    problem = StateProblem(path: directory.path, reason: "another process keeps a file locked")
                }
            case .failed(let new):
                problem = new
            }
        }
        session.now = time.now
        for index in session.files.indices {
            let (key, file, _) = session.files[index]
            let content = file.read(at: session.now)
            machine.withBucket(key) { bucket in
                switch content {
                case .state(let state): bucket.adopt(state, at: session.now, isAlive: isAlive)
                case .earlierBoot: bucket.adopt(BucketState(), at: session.now, isAlive: isAlive)
                case .unreadable: bucket.adoptNothingKnown(at: session.now)
                }
            }
            if case .state(let state) = content { session.files[index].written = state }
        }
        return session
    }

    /// Writes down what has changed, and lets go of the files.
    mutating func end(_ session: Session, _ machine: inout LimiterMachine) {
        let busy = machine.busyBases
        for (key, file, written) in session.files {
            let state = machine.withBucket(key) { bucket in
                bucket.expire(at: session.now)
                bucket.noteWaiting(busy.contains(key), at: session.now)
                return bucket.state
            }
            if state != written, let new = file.write(state) { problem = new }
            file.close()
        }
    }
}
