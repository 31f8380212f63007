import GRDB

extension DatabaseError {
    /// Whether there is no room for what was to be written. SQLite says so of a file, and calls it an I/O error of the index that it keeps
    /// beside a log, in memory that processes share.
    var isOfFullDisk: Bool { resultCode == .SQLITE_FULL || extendedResultCode == .SQLITE_IOERR_SHMSIZE }
}
