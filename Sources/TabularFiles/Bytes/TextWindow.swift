/// The part of a file that is in memory: from the row being read to the last byte that has come.
///
/// Bytes are checked to be text once, when they come; readers of the window look only at those below ``checked``.
struct TextWindow: ~Copyable {
    /// Bytes that may be read (not written) beyond the last one, so that loops can take 16 at once.
    static let padding = 64

    private(set) var bytes: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    /// Where the row being read begins; what lies before it is no longer needed.
    var start = 0
    /// Up to here the bytes are text.
    private(set) var checked = 0
    private var end = 0
    private(set) var isAtEnd = false
    /// Why the byte at ``checked`` is none, once that is known.
    private(set) var flaw: Flaw?

    enum Flaw {
        case zeroByte(likelyUTF16: Bool)
        case malformed(byte: UInt8)
        case cutOff
        case foreignMark(encoding: String)
    }

    init(capacity: Int) {
        self.capacity = max(capacity, 1)
        bytes = .allocate(capacity: self.capacity + Self.padding)
        bytes.initialize(repeating: 0, count: self.capacity + Self.padding)
    }

    deinit { bytes.deallocate() }

    /// Whether all bytes that will ever come are here and are text.
    var isComplete: Bool { isAtEnd && flaw == nil }

    /// Reads until more bytes are there, or the end. A row of more than one buffer is read in doubling steps, so that
    /// looking at it anew after each step stays linear.
    mutating func fill(from source: inout ByteSource) throws(TabularError) {
        if start > 0 {
            bytes.update(from: bytes + start, count: end - start)
            end -= start
            checked -= start
            start = 0
        }
        if end == capacity { grow() }
        let wanted = end >= ByteSource.chunkSize ? capacity : end + 1
        while end < wanted, !isAtEnd {
            let free = UnsafeMutableRawBufferPointer(start: bytes + end, count: capacity - end)
            let count = try source.read(into: free)
            end += count
            isAtEnd = count == 0
        }
        check()
    }

    /// Reads the beginning of the file: at least `sample` bytes if it has them. Skips a byte order mark.
    mutating func begin(from source: inout ByteSource, sample: Int) throws(TabularError) {
        repeat { try fill(from: &source) } while end < max(sample, 4) && !isAtEnd
        switch UnsafeBufferPointer(start: bytes, count: min(end, 4)) {
        case let mark where mark.starts(with: [0xEF, 0xBB, 0xBF]): start = 3
        case let mark where mark.elementsEqual([0xFF, 0xFE, 0, 0]): flaw = .foreignMark(encoding: "UTF-32")
        case let mark where mark.starts(with: [0xFF, 0xFE]) || mark.starts(with: [0xFE, 0xFF]):
            flaw = .foreignMark(encoding: "UTF-16")
        default: break
        }
    }

    private mutating func grow() {
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity * 2 + Self.padding)
        larger.update(from: bytes, count: end)
        (larger + end).initialize(repeating: 0, count: capacity * 2 + Self.padding - end)
        bytes.deallocate()
        bytes = larger
        capacity *= 2
    }

    private mutating func check() {
        guard flaw == nil else { return }
        let (textEnd, stop) = TextCheck.run(bytes, from: checked, to: end)
        checked = textEnd
        switch stop {
        case .end: break
        case .incomplete: if isAtEnd { flaw = .cutOff }
        case .malformed: flaw = .malformed(byte: bytes[textEnd])
        case .zeroByte:
            // Every other byte of Latin text in UTF-16 is zero.
            let near = UnsafeBufferPointer(start: bytes + textEnd, count: min(end - textEnd, 64))
            flaw = .zeroByte(likelyUTF16: near.count { $0 == 0 } * 3 >= near.count && near.count >= 8)
        }
    }
}
