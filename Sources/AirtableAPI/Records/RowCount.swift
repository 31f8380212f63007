import TableModel

/// An answer that holds records, counted for the metrics.
protocol RowCounting {
    var rowCount: Int { get }
}

extension RecordPage: RowCounting {
    var rowCount: Int { records.count }
}

extension WriteAnswer: RowCounting {
    var rowCount: Int { max(records.count, deleted.count) }
}
