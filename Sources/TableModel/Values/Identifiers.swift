/// An identifier of the service's form: three letters that name the kind, then 14 letters or digits; case matters.
///
/// Source: airtable.com/developers/web/api, "Identifiers".
public protocol PrefixedIdentifier: RawRepresentable, Sendable, Hashable, Comparable, CustomStringConvertible
where RawValue == String {
    /// The three letters that identifiers of this kind begin with.
    static var prefix: String { get }

    init(unchecked rawValue: String)
}

extension PrefixedIdentifier {
    /// Takes `rawValue` if it has the form of an identifier of this kind, else gives nil.
    public init?(rawValue: String) {
        guard Self.isWellFormed(rawValue) else { return nil }
        self.init(unchecked: rawValue)
    }

    /// Whether `text` is the kind's prefix followed by exactly 14 ASCII letters or digits.
    public static func isWellFormed(_ text: String) -> Bool {
        let bytes = text.utf8
        return bytes.count == 17 && bytes.starts(with: prefix.utf8)
            && bytes.dropFirst(3).allSatisfy { byte in
                (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                    || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
                    || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
            }
    }

    public var description: String { rawValue }

    /// Bytewise order, which is also the order in which the service lists records by default.
    public static func < (left: Self, right: Self) -> Bool {
        left.rawValue.utf8.lexicographicallyPrecedes(right.rawValue.utf8)
    }
}

/// The id of a base, `app…`.
public struct BaseID: PrefixedIdentifier {
    public static let prefix = "app"
    public let rawValue: String
    public init(unchecked rawValue: String) { self.rawValue = rawValue }
}

/// The id of a table, `tbl…`.
public struct TableID: PrefixedIdentifier {
    public static let prefix = "tbl"
    public let rawValue: String
    public init(unchecked rawValue: String) { self.rawValue = rawValue }
}

/// The id of a field, `fld…`.
public struct FieldID: PrefixedIdentifier {
    public static let prefix = "fld"
    public let rawValue: String
    public init(unchecked rawValue: String) { self.rawValue = rawValue }
}

/// The id of a record, `rec…`.
public struct RecordID: PrefixedIdentifier {
    public static let prefix = "rec"
    public let rawValue: String
    public init(unchecked rawValue: String) { self.rawValue = rawValue }
}
