import FoundationEssentials
import TestSupport
import Testing

@testable import RateLimiting

/// Limiters that share a folder, as processes of one user do.
@Suite struct StateSharingTests {
    static let host = "api.test"

    /// The processes of a made-up machine.
    static func processes(_ number: Int32 = 100, boot: String = "boot-1", dead: Set<Int32> = []) -> ProcessTable {
        ProcessTable(boot: boot, process: number, started: UInt64(number)) { !dead.contains($0.process) }
    }

    static func limiter(
        _ folder: String, _ time: VirtualTime, pacing: Pacing = .answerBased, processes: ProcessTable = processes()
    ) -> RateLimiter {
        RateLimiter(pacing: pacing, stateDirectory: folder, time: time, processes: processes)
    }

    static func file(_ folder: String, base: String = "appA") -> String {
        "\(folder)/\(StateDirectory.fileName(host: host, base: base))"
    }

    /// Writes down these slots as somebody else would.
    static func write(_ state: BucketState, _ folder: String, boot: String = "boot-1") throws {
        let name = StateDirectory.fileName(host: host, base: "appA")
        let bytes = BucketText(name: name, boot: boot).write(state)
        try Data(bytes).write(to: URL(filePath: "\(folder)/\(name)"))
    }

    static func slots(_ state: Slot.State, of process: Int32, count: Int = 5) -> BucketState {
        let owner = SlotOwner(process: process, started: UInt64(process), limiter: 9)
        return BucketState(slots: (0..<UInt64(count)).map { Slot(id: Slot.ID(owner: owner, number: $0), state: state) })
    }

    /// How long a first request waits in a folder.
    static func wait(
        _ folder: String, pacing: Pacing = .answerBased, processes: ProcessTable = processes(),
        _ prepare: @escaping @Sendable (VirtualTime) throws -> Void
    ) throws -> Duration {
        try runOnVirtualTime { time in
            try prepare(time)
            let start = time.now
            try await limiter(folder, time, pacing: pacing, processes: processes).withPermit(
                host: host, base: "appA", token: "pat", kind: .read
            ) { $0.headSent() }
            return time.now - start
        }
    }

    @Test("two processes at once keep to the limit together, and lose little by it", arguments: UInt64(1)...10)
    func together(seed: UInt64) throws {
        try withTemporaryFolder { folder in
            let (busiest, duration, shares) = try runOnVirtualTime { time in
                let line = Line(out: 40...60, work: 0...10, back: 40...60)
                let service = SimulatedService(line: line, seed: seed, time: time)
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for process in 0..<2 {
                        group.addTask {
                            let limiter = Self.limiter(folder, time, processes: Self.processes(Int32(100 + process)))
                            try await time.sleep(for: .milliseconds(process * Int(seed) * 37))
                            try await limiter.sendAll(30, to: service, numberedFrom: process * 1_000)
                        }
                    }
                    try await group.waitForAll()
                }
                let middle = service.visits.sorted { $0.counted < $1.counted }.prefix(30)
                return (service.busiestSecond(), service.duration, middle.filter { $0.number < 1_000 }.count)
            }
            #expect(busiest == 5)
            // Twelve rounds, each at most later by what answers differ (50 ms) and by one look at the file (20 ms).
            #expect(duration <= .milliseconds(11 * (1_020 + 50 + 20) + 170))
            // Neither keeps the other out.
            #expect((6...24).contains(shares))
        }
    }

    @Test("one process after the other: the second waits for what the first has sent")
    func succession() throws {
        try withTemporaryFolder { folder in
            let busiest = try runOnVirtualTime { time in
                let service = SimulatedService(line: .steady(100), time: time)
                for process in 0..<4 {
                    let limiter = Self.limiter(folder, time, processes: Self.processes(Int32(100 + process)))
                    try await limiter.sendAll(7, to: service, numberedFrom: process * 100)
                }
                return service.busiestSecond()
            }
            #expect(busiest == 5)
        }
    }

    @Test("without a shared folder two processes break the limit: the test can fail")
    func notShared() throws {
        let busiest = try runOnVirtualTime { time in
            let service = SimulatedService(line: .steady(100), time: time)
            for process in 0..<2 {
                try await RateLimiter(time: time).sendAll(5, to: service, numberedFrom: process * 100)
            }
            return service.busiestSecond()
        }
        #expect(busiest == 10)
    }

    @Test("continuous buckets are shared too")
    func continuous() throws {
        try withTemporaryFolder { folder in
            let duration = try runOnVirtualTime { time in
                let service = SimulatedService(line: Line(), time: time)
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for process in 0..<2 {
                        let limiter = Self.limiter(
                            folder, time, pacing: .continuous, processes: Self.processes(Int32(100 + process)))
                        group.addTask { try await limiter.sendAll(30, to: service, numberedFrom: process * 1_000) }
                    }
                    try await group.waitForAll()
                }
                return service.duration
            }
            #expect(duration == .seconds(11))
        }
    }

    @Test("a restart within the penalty waits for its end")
    func restart() throws {
        try withTemporaryFolder { folder in
            try runOnVirtualTime { time in
                let start = time.now
                try await Self.limiter(folder, time).withPermit(
                    host: Self.host, base: "appA", token: "pat", kind: .read
                ) {
                    $0.headSent()
                    $0.answerEnded(.refused(retryAfter: nil))
                }
                try await time.sleep(for: .seconds(5))
                let restarted = Self.limiter(folder, time, processes: Self.processes(101))
                #expect(restarted.closedUntil(host: Self.host, base: "appA") == start + .seconds(30))
                try await restarted.withPermit(host: Self.host, base: "appA", token: "pat", kind: .read) {
                    $0.headSent()
                }
                #expect(time.now - start == .seconds(30))
                // And it opens slowly: half the rate is three tokens.
                let forecast = restarted.forecast(requests: 3, host: Self.host, base: "appA", token: "pat")
                #expect(forecast == .milliseconds(1_220))
            }
        }
    }

    @Test("a refusal that one process gets closes the base for another that waits already")
    func refusalIsShared() throws {
        try withTemporaryFolder { folder in
            try runOnVirtualTime { time in
                let start = time.now
                let other = Self.limiter(folder, time, processes: Self.processes(101))
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask {
                        let limiter = Self.limiter(folder, time)
                        for number in 0..<5 {
                            try await limiter.withPermit(host: Self.host, base: "appA", token: "pat", kind: .read) {
                                permit in
                                permit.headSent()
                                permit.answerEnded(number == 4 ? .refused(retryAfter: nil) : .counted)
                            }
                        }
                    }
                    group.addTask {
                        try await time.sleep(for: .milliseconds(1))
                        try await other.withPermit(host: Self.host, base: "appA", token: "pat", kind: .read) { _ in
                            #expect(time.now - start == .seconds(30))
                        }
                    }
                    try await group.waitForAll()
                }
            }
        }
    }

    @Test("a permit of a living process is out for a minute at most")
    func livingLease() throws {
        try withTemporaryFolder { folder in
            let waited = try Self.wait(folder) { time in
                try Self.write(Self.slots(.leased(since: time.now - .seconds(10)), of: 7), folder)
            }
            #expect(waited == .seconds(50))
        }
    }

    @Test("a permit of a dead process is back after 3.02 s, in case its head had gone out just then")
    func deadLease() throws {
        try withTemporaryFolder { folder in
            let waited = try Self.wait(folder, processes: Self.processes(dead: [7])) { time in
                try Self.write(Self.slots(.leased(since: time.now - .seconds(10)), of: 7), folder)
            }
            #expect(waited == .milliseconds(3_020))
        }
    }

    @Test("a request of a dead process counts from its head")
    func deadRequest() throws {
        try withTemporaryFolder { folder in
            let waited = try Self.wait(folder, processes: Self.processes(dead: [7])) { time in
                try Self.write(Self.slots(.sent(time.now - .milliseconds(1_500)), of: 7), folder)
            }
            #expect(waited == .milliseconds(1_520))
        }
    }

    @Test("under strict a dead process's request counts from when its death was noticed, not for a minute")
    func deadRequestStrict() throws {
        try withTemporaryFolder { folder in
            let waited = try Self.wait(folder, pacing: .strict, processes: Self.processes(dead: [7])) { time in
                try Self.write(Self.slots(.sent(time.now - .milliseconds(2_500)), of: 7), folder)
            }
            #expect(waited == .milliseconds(1_020))
        }
    }

    @Test("tokens that were due before are free at once, those that are due later are waited for")
    func dueTokens() throws {
        try withTemporaryFolder { folder in
            let due = try Self.wait(folder) { try Self.write(Self.slots(.returning($0.now), of: 7), folder) }
            #expect(due == .zero)
            let later = try Self.wait(folder) {
                try Self.write(Self.slots(.returning($0.now + .milliseconds(333)), of: 7), folder)
            }
            #expect(later == .milliseconds(333))
        }
    }

    @Test("what was written before the machine started means nothing")
    func earlierBoot() throws {
        try withTemporaryFolder { folder in
            var state = Self.slots(.leased(since: .origin), of: 7)
            state.gate.refused(at: TimePoint(.seconds(1_000)), retryAfter: nil, spread: .zero)
            let written = state
            let waited = try Self.wait(folder) { _ in try Self.write(written, folder, boot: "boot-0") }
            #expect(waited == .zero)
        }
    }

    static let damages: [String] = ["empty", "cut", "foreign", "binary", "changed", "future", "another base's", "huge"]

    @Test("a damaged file means that all tokens may be out: 3.02 s, then it is whole again", arguments: damages)
    func damaged(how: String) throws {
        try withTemporaryFolder { folder in
            let waited = try Self.wait(folder) { time in
                try Self.write(Self.slots(.returning(time.now + .milliseconds(100)), of: 7), folder)
                let path = Self.file(folder)
                var bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
                switch how {
                case "empty": bytes = []
                case "cut": bytes.removeLast(9)
                case "foreign": bytes = Array("{\"tokens\": 5}\n".utf8)
                case "binary": bytes = (0..<2_000).map { UInt8(truncatingIfNeeded: $0 * 7) }
                case "changed": bytes[60] ^= 1
                case "future":
                    let name = StateDirectory.fileName(host: Self.host, base: "appA")
                    let far = Self.slots(.returning(time.now + .seconds(4_000)), of: 7)
                    bytes = BucketText(name: name, boot: "boot-1").write(far)
                case "another base's": bytes = BucketText(name: "other.pace", boot: "boot-1").write(BucketState())
                default: bytes = Array(repeating: UInt8(ascii: "x"), count: 5 << 20)
                }
                try Data(bytes).write(to: URL(filePath: path))
            }
            #expect(waited == .milliseconds(3_020))
            let mended = try Data(contentsOf: URL(filePath: Self.file(folder)))
            let text = BucketText(name: StateDirectory.fileName(host: Self.host, base: "appA"), boot: "boot-1")
            guard case .state = text.read(Array(mended), at: TimePoint(.seconds(1_100))) else {
                Issue.record("The file was not mended.")
                return
            }
        }
    }

    @Test("a file that vanishes is made again, and our own tokens are remembered")
    func vanished() throws {
        try withTemporaryFolder { folder in
            try runOnVirtualTime { time in
                let limiter = Self.limiter(folder, time)
                let start = time.now
                for _ in 0..<5 {
                    try await limiter.withPermit(host: Self.host, base: "appA", token: "pat", kind: .read) {
                        $0.headSent()
                        $0.answerEnded(.counted)
                    }
                }
                try FileManager.default.removeItem(atPath: Self.file(folder))
                try await limiter.withPermit(host: Self.host, base: "appA", token: "pat", kind: .read) { _ in }
                #expect(time.now - start == .milliseconds(1_020))
                #expect(limiter.stateProblem == nil)
                #expect(FileManager.default.fileExists(atPath: Self.file(folder)))
            }
        }
    }

    @Test("folders are made for the user alone, and the file too")
    func modes() throws {
        try withTemporaryFolder { folder in
            _ = try Self.wait(folder + "/a/b") { _ in }
            func mode(_ path: String) throws -> Int? {
                try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
            }
            #expect(try mode(folder + "/a") == 0o700)
            #expect(try mode(folder + "/a/b") == 0o700)
            #expect(try mode(Self.file(folder + "/a/b")) == 0o600)
            // Nothing else is left behind.
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder + "/a/b").count == 1)
        }
    }

    @Test("a folder that cannot be made is said, and this process keeps its pace")
    func unusableFolder() throws {
        try withTemporaryFolder { folder in
            try Data("x".utf8).write(to: URL(filePath: folder + "/file"))
            try runOnVirtualTime { time in
                let limiter = Self.limiter(folder + "/file/state", time)
                #expect(limiter.stateProblem == nil)
                let service = SimulatedService(line: .steady(100), time: time)
                try await limiter.sendAll(12, to: service)
                #expect(service.busiestSecond() == 5)
                let problem = try #require(limiter.stateProblem)
                #expect(
                    problem.description == """
                        The pace could not be shared with other processes: opening the file failed (Not a directory): \
                        \(folder)/file/state/\(StateDirectory.fileName(host: Self.host, base: "appA")). \
                        This process alone keeps to the limit; several at once on one base may exceed it. \
                        Make that path writable, or name another state folder.
                        """)
            }
        }
    }

    @Test("a file that is a link to another one is not followed")
    func link() throws {
        try withTemporaryFolder { folder in
            let victim = folder + "/precious"
            try Data("precious".utf8).write(to: URL(filePath: victim))
            try FileManager.default.createSymbolicLink(atPath: Self.file(folder), withDestinationPath: victim)
            try runOnVirtualTime { time in
                let limiter = Self.limiter(folder, time)
                try await limiter.withPermit(host: Self.host, base: "appA", token: "pat", kind: .read) { $0.headSent() }
                #expect(limiter.stateProblem != nil)
            }
            #expect(try Data(contentsOf: URL(filePath: victim)) == Data("precious".utf8))
        }
    }

    @Test("a lock that somebody holds is waited for; after five seconds the process goes on alone, and says so")
    func heldLock() throws {
        try withTemporaryFolder { folder in
            _ = try Self.wait(folder) { _ in }
            let directory = StateDirectory(path: folder, boot: "boot-1")
            guard case .locked(let held) = directory.open(host: Self.host, base: "appA") else {
                Issue.record("The lock could not be had.")
                return
            }
            try runOnVirtualTime { time in
                let limiter = Self.limiter(folder, time, processes: Self.processes(101))
                let start = time.now
                try await limiter.withPermit(host: Self.host, base: "appA", token: "pat", kind: .read) { $0.headSent() }
                #expect(time.now - start == .seconds(5))
                #expect(limiter.stateProblem?.reason == "another process keeps a file locked")
            }
            held.close()
        }
    }

    @Test("nothing is written without a pace")
    func unpaced() throws {
        try withTemporaryFolder { folder in
            _ = try Self.wait(folder + "/state", pacing: .none) { _ in }
            #expect(!FileManager.default.fileExists(atPath: folder + "/state"))
        }
    }

    @Test("the token is in no file")
    func noSecret() throws {
        try withTemporaryFolder { folder in
            try runOnVirtualTime { time in
                let limiter = Self.limiter(folder, time)
                try await limiter.withPermit(host: Self.host, base: "appA", token: "patSECRET.abc", kind: .read) {
                    permit in
                    permit.headSent()
                    let text = (try? String(contentsOf: URL(filePath: Self.file(folder)), encoding: .utf8)) ?? "SECRET"
                    #expect(!text.contains("SECRET"))
                    #expect(text.contains("sent"))
                }
            }
        }
    }
}
