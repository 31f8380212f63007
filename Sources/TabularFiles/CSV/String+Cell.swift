extension String {
    /// A text of `count` bytes of UTF-8 that is known to be well-formed; up to 15 bytes beyond them may be read.
    ///
    /// Strings of at most 15 bytes live in the value itself. For these the standard library copies byte by byte, which
    /// takes longer than all else that is done to a cell; here it is two or three moves.
    @inline(__always)
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
            let low = raw.loadUnaligned(as: UInt64.self)
            let middle = raw.loadUnaligned(fromByteOffset: 8, as: UInt32.self)
            let high = raw.loadUnaligned(fromByteOffset: 11, as: UInt32.self)
            return String(unsafeUninitializedCapacity: 15) { target in
                let target = UnsafeMutableRawBufferPointer(target)
                target.storeBytes(of: low, as: UInt64.self)
                target.storeBytes(of: middle, toByteOffset: 8, as: UInt32.self)
                target.storeBytes(of: high, toByteOffset: 11, as: UInt32.self)
                return count
            }
        default: return String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
        }
    }

    /// A text in which each pair of quotes stands for one.
    static func unpairing(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> String {
        String(unsafeUninitializedCapacity: count) { target in
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
}
