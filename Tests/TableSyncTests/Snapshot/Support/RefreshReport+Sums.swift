import TableSync

extension RefreshReport {
    /// How many records were read; one that came twice counts twice.
    var recordsRead: Int { new + changed + same }

    /// Whether somebody else has changed the table since it was last seen, as far as was looked.
    var hasDrifted: Bool { new + changed + vanished > 0 || !isExhaustive }
}
