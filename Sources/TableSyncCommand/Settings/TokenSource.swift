import AirtableAPI
import Configuration
import FoundationEssentials
import TableModel

#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Finds the access token: in the environment, in a file, or by asking a command such as a password manager.
///
/// It is never a flag, since flags are seen by everybody on the machine and stay in the shell's history.
struct TokenSource {
    let config: ConfigReader
    let environment: [String: String]

    /// The longest text that is read as a token; tokens have about 82 characters.
    private static let limit = 16_384

    /// - Throws: ``CommandError`` with exit code 3 if there is none, or if the file or the command fails.
    func token() async throws -> AccessToken {
        let text = try await text()
        do {
            return try AccessToken(text)
        } catch {
            throw CommandError(.invalidSource, "\(error)")
        }
    }

    private func text() async throws -> String {
        for name in ["TABLESYNC_TOKEN", "AIRTABLE_API_KEY"] {
            if let token = environment[name], !token.isEmpty { return token }
        }
        if let path = try config.stringIfSet("tokenFile") {
            guard let data = FileManager.default.contents(atPath: path), data.count <= Self.limit else {
                throw CommandError(
                    .invalidSource, "The token's file \(path) cannot be read. Check TABLESYNC_TOKEN_FILE or tokenFile.")
            }
            return String(decoding: data, as: UTF8.self)
        }
        if let command = try config.stringIfSet("tokenCommand") { return try output(of: command) }
        throw CommandError(
            .invalidSource,
            "No access token was found. Make one at airtable.com/create/tokens and set TABLESYNC_TOKEN (or "
                + "AIRTABLE_API_KEY), TABLESYNC_TOKEN_FILE to a file that holds it, or TABLESYNC_TOKEN_COMMAND to a "
                + "command that prints it. To try without an account, say --local.")
    }

    /// What a shell command prints. It may ask for a password on the terminal.
    private func output(of command: String) throws -> String {
        guard let pipe = popen(command, "r") else {
            throw CommandError(.invalidSource, "The command that prints the token could not be started.")
        }
        var bytes = [UInt8](repeating: 0, count: Self.limit)
        let count = fread(&bytes, 1, bytes.count, pipe)
        let status = pclose(pipe)
        guard status == 0 else {
            throw CommandError(
                .invalidSource,
                "The command that prints the token failed. Check TABLESYNC_TOKEN_COMMAND or tokenCommand.")
        }
        return String(decoding: bytes.prefix(count), as: UTF8.self)
    }
}
