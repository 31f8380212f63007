import ArgumentParser
import TabularFiles

/// A file format as the command line names it.
enum FormatName: String, ExpressibleByArgument, CaseIterable {
    case csv, tsv, json, jsonl

    var format: TabularFormat {
        switch self {
        case .csv: .csv
        case .tsv: .tsv
        case .json: .json
        case .jsonl: .jsonLines
        }
    }
}
