extension String {
    /// A text of `count` bytes of UTF-8 that is known to be well-formed; up to 15 bytes beyond them may be read.
    ///
    /// Strings of at most 15 bytes live in the value itself. For these the standard library copies byte by byte, which
    /// takes longer than all else that is done to a cell; here it is one move or two.
    @inlinable @inline(__always)
    static func copying(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> String {
        let raw = UnsafeRawPointer(bytes)
        switch count {
        case 0: return ""
        case 1...8:
            let low = raw.loadUnaligned(as: UInt64.self)
            return String(unsafeUninitializedCapacity: 8) { target in
                UnsafeMutableRawBufferPointer(target).storeBytes(of: low, as: UInt64.self)
                return count
            }
        case 9...15:
            // Overlapping moves fill the 15 bytes.
            let low = raw.loadUnaligned(as: UInt64.self)
            let high = raw.loadUnaligned(fromByteOffset: 7, as: UInt64.self)
            return String(unsafeUninitializedCapacity: 15) { target in
                let target = UnsafeMutableRawBufferPointer(target)
                target.storeBytes(of: low, as: UInt64.self)
                target.storeBytes(of: high, toByteOffset: 7, as: UInt64.self)
                return count
            }
        default: return String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
        }
    }

    /// A text in which each pair of quotes stands for one.
    static func unpairing(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> String {
        String(unsafeUninitializedCapacity: count) { target in
            target.baseAddress.map { unpair(bytes, count, into: $0) } ?? 0
        }
    }

    /// Writes `bytes` with one quote for two to `target`, which may be where they are, and gives how many it wrote.
    static func unpair(_ bytes: UnsafePointer<UInt8>, _ count: Int, into target: UnsafeMutablePointer<UInt8>) -> Int {
        var length = 0
        var place = 0
        while place < count {
            let byte = bytes[place]
            target[length] = byte
            length += 1
            place += byte == .quote ? 2 : 1
        }
        return length
    }
}
