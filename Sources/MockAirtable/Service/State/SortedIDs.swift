import TableModel

/// Record ids in ascending order, in blocks, so that inserting among hundreds of thousands moves only a few hundred.
struct SortedIDs: Sendable {
    /// Blocks are ascending, none is empty.
    private var blocks: [[RecordID]] = []
    private static let blockLimit = 512

    /// Adds an id; one that is there already is not added again.
    mutating func insert(_ id: RecordID) {
        guard !blocks.isEmpty else {
            blocks = [[id]]
            return
        }
        let block = blockIndex(for: id)
        let position = Self.position(of: id, in: blocks[block])
        if position < blocks[block].count, blocks[block][position] == id { return }
        blocks[block].insert(id, at: position)
        guard blocks[block].count > Self.blockLimit else { return }
        let half = Self.blockLimit / 2
        let upper = Array(blocks[block][half...])
        blocks[block].removeSubrange(half...)
        blocks.insert(upper, at: block + 1)
    }

    mutating func remove(_ id: RecordID) {
        guard !blocks.isEmpty else { return }
        let block = blockIndex(for: id)
        let position = Self.position(of: id, in: blocks[block])
        guard position < blocks[block].count, blocks[block][position] == id else { return }
        blocks[block].remove(at: position)
        if blocks[block].isEmpty { blocks.remove(at: block) }
    }

    /// Calls `body` with each id greater than `start` (all of them if it is nil) in order until it gives false.
    func walk(after start: RecordID?, _ body: (RecordID) -> Bool) {
        guard !blocks.isEmpty else { return }
        var block = start.map(blockIndex) ?? 0
        var position = 0
        if let start {
            position = Self.position(of: start, in: blocks[block])
            if position < blocks[block].count, blocks[block][position] == start { position += 1 }
        }
        while block < blocks.count {
            for id in blocks[block][position...] where !body(id) { return }
            block += 1
            position = 0
        }
    }

    /// The last block that begins at or before `id`, or the first.
    private func blockIndex(for id: RecordID) -> Int {
        var low = 0
        var high = blocks.count
        while low < high {
            let middle = (low + high) / 2
            if blocks[middle][0] <= id { low = middle + 1 } else { high = middle }
        }
        return max(0, low - 1)
    }

    /// Where in `block` the first id stands that is not less than `id`.
    private static func position(of id: RecordID, in block: [RecordID]) -> Int {
        var low = 0
        var high = block.count
        while low < high {
            let middle = (low + high) / 2
            if block[middle] < id { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
