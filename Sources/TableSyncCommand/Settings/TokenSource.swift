import AirtableAPI
import FoundationEssentials
import TableModel

/// Finds the access token: in the environment, in a file, or by asking a command such as a password manager.
///
/// It is never a flag, since flags are seen by everybody on the machine and stay in the shell's history. What is meant for
/// this command alone goes before AIRTABLE_API_KEY, which other programs read, too; the environment goes before the
/// configuration file.
struct TokenSource {
    let settings: SettingsReader
    let environment: [String: String]
    /// For how long a command is waited for: time enough to type a password, and an end where nobody sits.
    var commandPatience: Duration = .seconds(60)

    /// The longest text that is read as a token; tokens have about 82 characters.
    private static let limit = 16_384

    /// - Throws: ``CommandError`` with exit code 3 if there is none, or if the file or the command fails.
    func token() throws(CommandError) -> AccessToken { try Self.token(text()) }

    static func token(_ text: String) throws(CommandError) -> AccessToken {
        do throws(RemoteError) {
            return try AccessToken(text)
        } catch {
            throw CommandError(.invalidSource, "\(error)")
        }
    }

    private func text() throws(CommandError) -> String {
        if let token = variable("TABLESYNC_TOKEN") { return token }
        let isAsked = [SettingsReader.Key.tokenFile, .tokenCommand].contains { variable($0.variable) != nil }
        if !isAsked, let token = variable("AIRTABLE_API_KEY") { return token }
        let key = settings.first(of: [.tokenFile, .tokenCommand])
        if let key, let text = try settings.text(key) {
            return key == .tokenFile ? try contents(of: text) : try output(of: text)
        }
        throw CommandError(
            .invalidSource,
            "No access token was found. Make one at airtable.com/create/tokens and set TABLESYNC_TOKEN (or "
                + "AIRTABLE_API_KEY), TABLESYNC_TOKEN_FILE to a file that holds it, or TABLESYNC_TOKEN_COMMAND to a "
                + "command that prints it. To try without an account, say --local.")
    }

    private func variable(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }

    private func contents(of path: String) throws(CommandError) -> String {
        guard let data = FileManager.default.contents(atPath: path), data.count <= Self.limit else {
            throw CommandError(
                .invalidSource, "The token's file \(path) cannot be read. Check TABLESYNC_TOKEN_FILE or tokenFile.")
        }
        return String(decoding: data, as: UTF8.self)
    }

    private func output(of command: String) throws(CommandError) -> String {
        do {
            let bytes = try ShellCommand(text: command).output(limit: Self.limit, within: commandPatience)
            return String(decoding: bytes, as: UTF8.self)
        } catch {
            let problem =
                switch error {
                case .notStarted: "could not be started"
                case .outOfTime: "did not end within \(commandPatience.components.seconds) s"
                case .failed: "failed"
                }
            throw CommandError(
                .invalidSource,
                "The command that prints the token \(problem). Check TABLESYNC_TOKEN_COMMAND or tokenCommand.")
        }
    }
}
