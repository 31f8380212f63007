import MockAirtable
import RateLimiting

/// The embedded store of `--local`: the mock service without its limits, kept in a file.
enum LocalStore {
    /// For so long a store that another process has open is waited for. A push of some thousand rows takes less.
    static let patience: Duration = .seconds(2)

    /// Opens the store, and makes it if it is not there.
    ///
    /// Two processes that open it at the same moment can each keep the other from it. So they wait for times of
    /// different lengths before they try again, and do not hold anything meanwhile.
    ///
    /// - Throws: ``CommandError`` if it cannot be opened, or is still in use after ``patience``.
    static func open(_ path: String, time: any TimeSource = SystemTime()) async throws -> MockService {
        var configuration = ServiceConfiguration()
        configuration.rate.isEnforced = false
        let deadline = time.now + patience
        while true {
            do {
                return try MockService.open(stateFile: path, configuration)
            } catch let error as StateFileError where error.code == .inUse && time.now < deadline {
                try await time.sleep(for: .milliseconds(Int.random(in: 10...100)))
            } catch {
                throw CommandError(Exit(ofService: error), "The store of --local could not be opened. \(error)")
            }
        }
    }
}
