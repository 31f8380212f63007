import TabularFiles

extension TabularError {
    /// The error with a remedy in the command's words, where the library speaks of options of its own.
    var namingFlags: TabularError {
        var error = self
        switch code {
        case .shortRow: error.remedy = "Add what is missing, or say --pad-rows to take it for blank."
        case .unknownFormat:
            error.remedy =
                "Say --format csv, tsv, json or jsonl, or rename the file to end in .csv, .tsv, .json or .jsonl."
        case .cellTooLong: error.remedy = "If it begins with a quote, that is probably never closed: close it."
        case .rowTooLong: error.remedy = "Check that the file is CSV and has line ends."
        default: break
        }
        return error
    }
}
