import Crypto
import JSONText

/// What all lines of plan files agree on.
///
/// A plan file is JSON Lines: a header; a step a line; a summary; a seal, which is the SHA-256 of everything before it and has the
/// same length in every plan.
enum PlanFormat {
    static let name = "tablesync-plan"
    /// Raised when a reader of an earlier version would misunderstand a plan.
    static let version = 1

    static let sealPrefix = Array("{\"sha256\":\"".utf8)
    static let sealSuffix = Array("\"}\n".utf8)
    static let sealLength = sealPrefix.count + 64 + sealSuffix.count

    /// How the header of every version begins.
    static let beginning = Array("{\"format\":\"\(name)\",\"version\":".utf8)

    static func seal(_ hasher: SHA256) -> [UInt8] {
        sealPrefix + hasher.finalize().flatMap { byte in [digits[Int(byte >> 4)], digits[Int(byte & 15)]] } + sealSuffix
    }

    /// Hexadecimal.
    static let digits = Array("0123456789abcdef".utf8)
}
