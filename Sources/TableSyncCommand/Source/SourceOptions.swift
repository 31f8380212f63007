import ArgumentParser
import TableSync
import TabularFiles

/// The options that say which rows are meant, and which table they are for.
struct SourceOptions: ParsableArguments {
    @Argument(
        help: ArgumentHelp(
            "The file: .csv, .tsv, .json (an array of objects) or .jsonl; - for standard input.", valueName: "file"),
        completion: .file())
    var file: String

    @Option(help: "The table's name or id. Default: the file's name without its extension.")
    var table: String?

    @Option(
        help: ArgumentHelp("Write that column to a field of another name. Can be repeated.", valueName: "column=field"))
    var map: [String] = []

    @Option(
        help: ArgumentHelp("Write these columns only, separated by commas. Can be repeated.", valueName: "columns"))
    var only: [String] = []

    @Option(
        help: ArgumentHelp("Leave these columns out, separated by commas. Can be repeated.", valueName: "columns"))
    var ignore: [String] = []

    @Option(help: ArgumentHelp("The format, if the name does not tell.", valueName: "format"))
    var format: FormatName?

    @Option(
        help: ArgumentHelp(
            "The character between CSV cells, if it is not detected; \\t for a tab.", valueName: "character"))
    var delimiter: String?

    @Flag(
        help: "Take cells that a CSV row lacks at its end for blank, which clears them, instead of refusing the file.")
    var padRows = false

    @Flag(help: "Let the service convert what does not fit a field, and add select choices that do not exist.")
    var typecast = false

    @Flag(
        help: ArgumentHelp(
            "Compare and write attachments by the names of their files, where rows have a key: files of one name are taken for "
                + "the same."))
    var attachments = false

    func validate() throws {
        if !only.isEmpty, !ignore.isEmpty { throw ValidationError("Say --only or --ignore, not both.") }
        for text in map where ColumnChoice.Renaming(text) == nil {
            throw ValidationError("--map takes column=field, but it was given \"\(text)\".")
        }
        if let delimiter {
            guard csvDelimiter != nil else {
                throw ValidationError(
                    "--delimiter takes one ASCII character that is no quote and no line break, or \\t for a tab, but it was "
                        + "given \"\(delimiter)\".")
            }
            try validateCSV("--delimiter")
        }
        if padRows { try validateCSV("--pad-rows") }
        guard tableName != nil else {
            throw ValidationError("\(subject) has no name that could be the table's. Say --table NAME.")
        }
    }

    /// How messages call the source.
    var name: String { file == "-" ? "standard input" : file }

    /// What the options ask for.
    ///
    /// - Parameter key: The fields of the key; none to append.
    func request(key: [String]) -> SourceRequest {
        var request = SourceRequest(path: file, table: tableName ?? "")
        request.format = format?.format
        request.csv = CSVOptions(delimiter: csvDelimiter, shortRows: padRows ? .padded : .refused)
        request.key = key
        request.columns = ColumnChoice(
            renamed: map.compactMap(ColumnChoice.Renaming.init), only: only.isEmpty ? nil : only, ignored: ignore)
        request.typecast = typecast
        request.comparesAttachments = attachments
        return request
    }

    private func validateCSV(_ option: String) throws {
        let format = format?.format ?? TabularFormat(path: file) ?? .csv
        guard format == .csv || (format == .tsv && option != "--delimiter") else {
            throw ValidationError("\(option) is for CSV, which \(file) is not.")
        }
    }

    /// How a sentence that begins with the source calls it.
    private var subject: String { file == "-" ? "Standard input" : "\"\(file)\"" }

    private var tableName: String? {
        (table ?? SourceRequest.tableName(ofFile: file)).flatMap { $0.isEmpty ? nil : $0 }
    }

    private var csvDelimiter: CSVDelimiter? {
        let text = delimiter == "\\t" || delimiter == "tab" ? "\t" : delimiter ?? ""
        return text.count == 1 ? text.first.flatMap(CSVDelimiter.init) : nil
    }
}
