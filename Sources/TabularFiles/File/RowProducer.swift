import TableModel

/// One pass over a file.
protocol RowProducer: AnyObject {
    func next() throws(TabularError) -> Row?
}
