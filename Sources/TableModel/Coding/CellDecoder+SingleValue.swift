import FoundationEssentials

extension CellDecoder: SingleValueDecodingContainer {
    func decodeNil() -> Bool {
        switch value {
        case .absent, .value(.null): true
        case .cells, .value: false
        }
    }

    func decode(_ type: Bool.Type) throws -> Bool {
        switch value {
        case .value(.bool(let flag)): return flag
        // The service omits what is not checked.
        case .absent: return false
        case .cells, .value: throw mismatch(type, "a checkbox")
        }
    }

    func decode(_ type: String.Type) throws -> String {
        switch value {
        case .value(.string(let text)): return text
        case .absent: return ""
        case .cells, .value: throw mismatch(type, "a text")
        }
    }

    func decode(_ type: Double.Type) throws -> Double { try number(type) }
    func decode(_ type: Float.Type) throws -> Float { Float(try number(type)) }
    func decode(_ type: Int.Type) throws -> Int { try integer(type) }
    func decode(_ type: Int8.Type) throws -> Int8 { try integer(type) }
    func decode(_ type: Int16.Type) throws -> Int16 { try integer(type) }
    func decode(_ type: Int32.Type) throws -> Int32 { try integer(type) }
    func decode(_ type: Int64.Type) throws -> Int64 { try integer(type) }
    func decode(_ type: UInt.Type) throws -> UInt { try integer(type) }
    func decode(_ type: UInt8.Type) throws -> UInt8 { try integer(type) }
    func decode(_ type: UInt16.Type) throws -> UInt16 { try integer(type) }
    func decode(_ type: UInt32.Type) throws -> UInt32 { try integer(type) }
    func decode(_ type: UInt64.Type) throws -> UInt64 { try integer(type) }

    func decode<Wanted: Decodable>(_ type: Wanted.Type) throws -> Wanted {
        // Types whose own coding is not the service's form.
        let special: Any? =
            switch type {
            case is Date.Type: try date()
            case is URL.Type: try url()
            case is Decimal.Type: Decimal(try number(type))
            case is FieldValue.Type: try dynamic()
            default: nil
            }
        if let special = special as? Wanted { return special }
        return try Wanted(from: self)
    }

    private func number(_ type: Any.Type) throws -> Double {
        guard case .value(.number(let number)) = value else { throw mismatch(type, "a number") }
        return number
    }

    private func integer<Wanted: FixedWidthInteger>(_ type: Wanted.Type) throws -> Wanted {
        let number = try number(type)
        guard let integer = Wanted(exactly: number) else { throw mismatch(type, "a whole number that fits \(type)") }
        return integer
    }

    private func date() throws -> Date {
        guard case .value(.string(let text)) = value, let date = Timestamp.date(text) else {
            throw mismatch(Date.self, "a date such as 2026-03-01 or 2026-03-01T09:30:00.000Z")
        }
        return date
    }

    private func url() throws -> URL {
        guard case .value(.string(let text)) = value, let url = URL(string: text) else {
            throw mismatch(URL.self, "a URL")
        }
        return url
    }

    private func dynamic() throws -> FieldValue {
        switch value {
        case .value(let value): return value
        case .absent: return .null
        case .cells: throw mismatch(FieldValue.self, "a cell")
        }
    }
}
