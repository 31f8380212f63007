/// An identifier of the service's form: three letters that name the kind, then 14 letters or digits; case matters.
///
/// Source: airtable.com/developers/web/api, "Identifiers".
public protocol PrefixedIdentifier: RawRepresentable, Sendable, Hashable, Comparable, CustomStringConvertible
where RawValue == String {
    /// The three letters that identifiers of this kind begin with.
    static var prefix: String { get }

    /// Takes `rawValue` for an identifier without a look at its form: for ids that the service gave.
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

    /// The identifier itself.
    public var description: String { rawValue }

    /// Bytewise order, which is also the order in which the service lists records by default.
    public static func < (left: Self, right: Self) -> Bool {
        left.rawValue.utf8.lexicographicallyPrecedes(right.rawValue.utf8)
    }
}

/// The id of a base, `app…`.
public struct BaseID: PrefixedIdentifier {
    /// `app`.
    public static let prefix = "app"
    /// The id as the service writes it.
    public let rawValue: String
    /// Takes any text for the id of a base.
    public init(unchecked rawValue: String) { self.rawValue = rawValue }
}

/// The id of a table, `tbl…`.
public struct TableID: PrefixedIdentifier {
    /// `tbl`.
    public static let prefix = "tbl"
    /// The id as the service writes it.
    public let rawValue: String
    /// Takes any text for the id of a table.
    public init(unchecked rawValue: String) { self.rawValue = rawValue }
}

/// The id of a field, `fld…`.
public struct FieldID: PrefixedIdentifier {
    /// `fld`.
    public static let prefix = "fld"
    /// The id as the service writes it.
    public let rawValue: String
    /// Takes any text for the id of a field.
    public init(unchecked rawValue: String) { self.rawValue = rawValue }
}

/// The id of a record, `rec…`.
public struct RecordID: PrefixedIdentifier {
    /// `rec`.
    public static let prefix = "rec"
    /// The id as the service writes it.
    public let rawValue: String
    /// Takes any text for the id of a record.
    public init(unchecked rawValue: String) { self.rawValue = rawValue }
}
