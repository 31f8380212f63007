import TableModel

/// A plan while it is made: gives the planner the cells that it asks for, many at a time, and writes its steps in the order of
/// the rows.
struct PlanMaking: ~Copyable {
    /// Records that are done away with, and adoptions, that are dealt with at once.
    private static let batch = 500
    /// Records whose cells are opened at once: few, since those who prepare rows soon have to wait meanwhile.
    private static let opened = 50
    /// Rows that wait at most for a batch to fill.
    private static let patience = 5_000
    /// So many of the records that no row named are held against the new keys: all of most tables, and of a large one enough to
    /// see that its keys were rewritten. It takes a tenth of a second.
    private static let bystanders = 20_000

    private let request: PlanRequest
    private let header: PlanHeader
    private let destination: PlanDestination
    private let snapshot: any RecordSource
    /// Prepares rows for this plan.
    let preparer: RowPreparer
    private var planner: Planner
    private var writer: PlanWriter
    /// Steps that wait for cells, and those that came after them.
    private var waiting: [PlannerStep] = []
    /// Records whose cells are waited for.
    private var rowIDs: [Int64] = []
    private var adoptions: [Adoption] = []

    init(
        _ request: PlanRequest, snapshot: some RecordSource, index: SnapshotIndex, destination: PlanDestination,
        conversion: @escaping @Sendable (Row) -> ConvertedRow
    ) throws {
        let header = request.header()
        let writer = try PlanWriter(header, to: destination)
        self.request = request
        self.header = header
        self.destination = destination
        self.snapshot = snapshot
        preparer = RowPreparer(
            index: index, managed: request.managed, options: request.options, links: request.links,
            conversion: conversion)
        planner = Planner(
            index: index, managed: request.managed, options: request.options, preparer: preparer)
        self.writer = writer
    }

    /// Takes the next rows, and what was prepared of each.
    mutating func take(_ rows: RowBatch, _ prepared: [PreparedRow]) throws {
        for index in prepared.indices where !planner.passes(prepared[index], line: rows.line(index)) {
            try take(rows[index], prepared[index])
        }
    }

    private mutating func take(_ row: Row, _ prepared: PreparedRow) throws {
        let step = planner.take(row, prepared)
        switch step {
        case .needsCells(let comparison): rowIDs += comparison.rowIDs
        case .unchanged where !request.options.listsUnchanged: return try write(step)
        case .unchanged, .operation: if waiting.isEmpty { return try write(step) }
        }
        waiting.append(step)
        if rowIDs.count >= Self.opened || waiting.count >= Self.patience { try openCells() }
    }

    /// Writes what is left, and ends the plan.
    consuming func finish() async throws -> Plan {
        try openCells()
        try writeVanished()
        try lookForRespelledKeys()
        try writeAdoptions()
        let isComplete = try snapshot.isComplete()
        var counts = planner.counts
        if !planner.retracted.isEmpty {
            var rewriting = PlanRewriting(retracted: planner.retracted, counts: counts)
            writer = try rewriting.rewrite(writer.operations(), to: PlanWriter(header, to: destination))
            counts = rewriting.counts
        }
        let findings = planner.findings(isComplete: isComplete)
        var opened = 0
        if let opening = request.opening, counts.delete > 0, !findings.contains(where: { $0.severity == .refusal }) {
            var whole = try PlanWriter(header, to: destination)
            opened = try await opening.rewrite(writer.operations(), to: &whole)
            writer = whole
        }
        return try writer.finish(
            PlanSummary(counts: counts, cost: request.cost(of: counts, opened: opened), findings: findings))
    }

    private mutating func openCells() throws {
        guard !waiting.isEmpty else { return }
        let records = try snapshot.records(rowIDs)
        for step in waiting {
            if case .needsCells(let comparison) = step {
                try write(planner.compare(comparison, with: Self.pick(comparison.rowIDs, from: records)))
            } else {
                try write(step)
            }
        }
        waiting.removeAll(keepingCapacity: true)
        rowIDs.removeAll(keepingCapacity: true)
    }

    private mutating func write(_ step: PlannerStep) throws {
        switch step {
        case .operation(let operation): try writer.append(operation)
        case .unchanged(let line, let key, let adoption):
            if let adoption {
                adoptions.append(adoption)
                if adoptions.count == Self.batch { try writeAdoptions() }
            }
            if request.options.listsUnchanged { try writer.append(.unchanged(line: line, key: key)) }
        case .needsCells: preconditionFailure("A step that waits for cells was to be written.")
        }
    }

    private mutating func writeAdoptions() throws {
        guard !adoptions.isEmpty else { return }
        try writer.append(.adopt(adoptions))
        adoptions.removeAll(keepingCapacity: true)
    }

    /// Writes what becomes of the records that no row named, in the order of their ids.
    private mutating func writeVanished() throws {
        let places = try inOrderOfIDs(planner.vanished())
        for start in stride(from: 0, to: places.count, by: Self.batch) {
            try Task.checkCancellation()
            let batch = places[start..<min(start + Self.batch, places.count)]
            let rowIDs = batch.map { planner.index.rowID($0) }
            let records = try Self.pick(rowIDs, from: snapshot.records(rowIDs))
            for (place, record) in zip(batch, records) {
                if let operation = planner.doAway(with: record, at: place) { try writer.append(operation) }
            }
        }
    }

    private mutating func lookForRespelledKeys() throws {
        let rowIDs = planner.bystanders(Self.bystanders).map { planner.index.rowID($0) }
        for start in stride(from: 0, to: rowIDs.count, by: Self.batch) {
            try Task.checkCancellation()
            let batch = Array(rowIDs[start..<min(start + Self.batch, rowIDs.count)])
            for record in try Self.pick(batch, from: snapshot.records(batch)) { planner.look(at: record) }
        }
    }

    private func inOrderOfIDs(_ places: [Int]) throws -> [Int] {
        var ids: [(id: UInt128, place: Int)] = []
        ids.reserveCapacity(places.count)
        for start in stride(from: 0, to: places.count, by: Self.batch) {
            let batch = places[start..<min(start + Self.batch, places.count)]
            let found = try snapshot.recordIDs(batch.map { planner.index.rowID($0) })
            for place in batch {
                guard let id = found[planner.index.rowID(place)] else { throw SnapshotChanged() }
                ids.append((id.rank, place))
            }
        }
        ids.sort { $0 < $1 }
        return ids.map(\.place)
    }

    private static func pick(_ rowIDs: [Int64], from records: [Int64: Record]) throws -> [Record] {
        let found = rowIDs.compactMap { records[$0] }
        guard found.count == rowIDs.count else { throw SnapshotChanged() }
        return found
    }
}

extension RecordID {
    /// The 14 letters and digits after the prefix as a number in the order of the ids: a third of the memory of the text.
    fileprivate var rank: UInt128 {
        rawValue.utf8.dropFirst(Self.prefix.utf8.count).prefix(16).reduce(0) { $0 << 8 | UInt128($1) }
    }
}
