import Testing

@testable import TabularFiles

/// What each file of Fixtures/csv must give, one line a row: its line, a colon, its cells with `|` between.
private let expectations: [String: (options: CSVOptions, reading: String)] = [
    "lf": (CSVOptions(), "id|name / 2:1|Ada / 3:2|Grace"),
    "crlf": (CSVOptions(), "id|name / 2:1|Ada / 3:2|Grace"),
    "cr-only": (CSVOptions(), "id|name / 2:1|Ada / 3:2|Grace"),
    "mixed-line-ends": (CSVOptions(), "id|name / 2:1|Ada / 3:2|Grace / 4:3|Edsger"),
    "no-final-line-end": (CSVOptions(), "id|name / 2:1|Ada / 3:2|Grace"),
    "bom": (CSVOptions(), "id|name / 2:1|Ada"),
    "bom-then-quote": (CSVOptions(), "id|name / 2:1|Ada"),
    "semicolon": (CSVOptions(), "name|price / 2:Pencil|0,50 / 3:Paper|3,20; a ream"),
    "tab": (CSVOptions(), "name|price / 2:Pencil, red|0.50"),
    "pipe": (CSVOptions(), "name|price / 2:Pencil, red|0.50"),
    "other-delimiters-quoted": (CSVOptions(), "name|last, first / 2:Ada|Lovelace, Ada / 3:Grace|Hopper"),
    "quoted-newlines": (
        CSVOptions(), "id|note\\nof day|end / 3:1|one\\r\\ntwo|x / 5:2|a\\n\\nb\\rc|y / 9:3|plain|z"
    ),
    "quoted-quotes": (CSVOptions(), #"id|said / 2:1|He said "yes", twice / 3:2|" / 4:3| / 5:4|"""#),
    "quote-inside": (CSVOptions(), #"id|size / 2:1|5" pipe / 3:2|a "b" c / 4:3|6"""#),
    "blank-lines": (CSVOptions(), "id|name / 5:1|Ada / 8:2|Grace"),
    "blank-cells": (CSVOptions(), "a|b|c / 2:|| / 3:|x| / 4:||"),
    "one-column": (CSVOptions(), "name / 2:Ada / 4: / 5:Grace"),
    "header-only": (CSVOptions(), "id|name"),
    "header-only-no-line-end": (CSVOptions(), "id|name"),
    "outer-blanks": (CSVOptions(delimiter: .comma), " id |name\\t / 2: 1 |  Ada / 3:  2 |Grace "),
    "beyond-ascii": (
        CSVOptions(), "Straße|名前|emoji / 2:München|花子|👩‍👩‍👧 🇯🇵 / 3:é (one)| e\u{301} (two)|𝔘"
    ),
    "empty": (
        CSVOptions(),
        "! empty.csv: the file is empty, but a CSV file begins with a header line. Write the column names into its first "
            + "line."
    ),
    "only-blank-lines": (
        CSVOptions(),
        "! only-blank-lines.csv: the file is empty, but a CSV file begins with a header line. Write the column names into "
            + "its first line."
    ),
    "bom-only": (
        CSVOptions(),
        "! bom-only.csv: the file is empty, but a CSV file begins with a header line. Write the column names into its "
            + "first line."
    ),
    "ragged-short": (
        CSVOptions(),
        "id|name|plan / 2:1|Ada|Free ! ragged-short.csv, line 3, column 8: the row has 2 cells, but the header 3 columns: "
            + "there is none for \"plan\". Add what is missing, or allow short rows to be padded with blank cells."
    ),
    "ragged-short-several-lines": (
        CSVOptions(),
        "id|note|plan ! ragged-short-several-lines.csv, line 3, column 3: the row that begins on line 2 has 2 cells, but "
            + "the header 3 columns: there is none for \"plan\". Add what is missing, or allow short rows to be padded "
            + "with blank cells."
    ),
    "ragged-long": (
        CSVOptions(),
        "id|name / 2:1|Ada ! ragged-long.csv, line 3, column 10: the row has more cells than the header has columns (2). "
            + "Put cells that hold the delimiter into quotes, or remove what is too much."
    ),
    "duplicate-names": (
        CSVOptions(),
        "! duplicate-names.csv, line 1, column 11: the header has \"id\" in columns 1 and 5; \"name\" in columns 2 and 4. "
            + "Give every column a name of its own, or remove those that are not wanted."
    ),
    "unnamed-column": (
        CSVOptions(),
        "! unnamed-column.csv, line 1, column 4: columns 2 and 4 of the header have no name. Give every column a name, or "
            + "remove it; a comma at the end of the line makes one."
    ),
    "blank-name": (
        CSVOptions(delimiter: .comma),
        "! blank-name.csv, line 1, column 5: column 2 of the header has no name. Give every column a name, or remove it; "
            + "a comma at the end of the line makes one."
    ),
    "latin1": (
        CSVOptions(),
        "id|name / 2:1|Ada ! latin1.csv, line 3, column 5: byte 0xEB is not UTF-8; the file is probably Latin-1 or "
            + "Windows-1252. Convert it to UTF-8, for example with: iconv -f WINDOWS-1252 -t UTF-8 'latin1.csv' > utf8.csv"
    ),
    "latin1-header": (
        CSVOptions(),
        "! latin1-header.csv, line 1, column 6: byte 0xF6 is not UTF-8; the file is probably Latin-1 or Windows-1252. "
            + "Convert it to UTF-8, for example with: iconv -f WINDOWS-1252 -t UTF-8 'latin1-header.csv' > utf8.csv"
    ),
    "cut-off": (
        CSVOptions(),
        "id|name / 2:1|Ada ! cut-off.csv, line 3, column 5: the file ends in the middle of a character. It was probably "
            + "cut off: get it again."
    ),
    "surrogate": (
        CSVOptions(),
        "id|name ! surrogate.csv, line 2, column 3: byte 0xED is not UTF-8; the file is probably Latin-1 or Windows-1252. "
            + "Convert it to UTF-8, for example with: iconv -f WINDOWS-1252 -t UTF-8 'surrogate.csv' > utf8.csv"
    ),
    "utf16": (
        CSVOptions(),
        "! utf16.csv, line 1, column 1: the file is UTF-16, as its byte order mark says. Convert it to UTF-8, for example "
            + "with: iconv -f UTF-16 -t UTF-8 'utf16.csv' > utf8.csv"
    ),
    "utf16-big": (
        CSVOptions(),
        "! utf16-big.csv, line 1, column 1: the file is UTF-16, as its byte order mark says. Convert it to UTF-8, for "
            + "example with: iconv -f UTF-16 -t UTF-8 'utf16-big.csv' > utf8.csv"
    ),
    "utf16-no-mark": (
        CSVOptions(),
        "! utf16-no-mark.csv, line 1, column 2: a zero byte is not text; many of them tell of UTF-16. Convert it to UTF-8, "
            + "for example with: iconv -f UTF-16LE -t UTF-8 'utf16-no-mark.csv' > utf8.csv"
    ),
    "utf32": (
        CSVOptions(),
        "! utf32.csv, line 1, column 1: the file is UTF-32, as its byte order mark says. Convert it to UTF-8, for example "
            + "with: iconv -f UTF-32 -t UTF-8 'utf32.csv' > utf8.csv"
    ),
    "nul": (
        CSVOptions(),
        "id|name ! nul.csv, line 2, column 4: a zero byte is not text. Remove it, or export the file again: it may be "
            + "damaged."
    ),
    "text-after-quote": (
        CSVOptions(),
        "id|said ! text-after-quote.csv, line 2, column 8: a closing quote is followed by more text. Double the quotes "
            + "that are part of a quoted cell's text."
    ),
    "text-after-quote-late": (
        CSVOptions(),
        "id|said ! text-after-quote-late.csv, line 3, column 5: a closing quote is followed by more text. Double the "
            + "quotes that are part of a quoted cell's text."
    ),
    "quotes-not-doubled": (
        CSVOptions(),
        "id|said ! quotes-not-doubled.csv, line 2, column 13: a closing quote is followed by more text. Double the quotes "
            + "that are part of a quoted cell's text."
    ),
    "blank-before-quote": (
        CSVOptions(),
        "id|name ! blank-before-quote.csv, line 2, column 4: blanks come before a quote. Remove the blanks, or, if they "
            + "are part of the text, put the whole cell into quotes and double those inside it."
    ),
    "unterminated-quote": (
        CSVOptions(),
        "id|note / 2:1|fine ! unterminated-quote.csv, line 3, column 3: a quote was opened and never closed. Close it, "
            + "or, if it is part of the text, put the whole cell into quotes and double those inside it."
    ),
]

@Suite("The CSV files that readers trip over")
struct CSVFixtureTests {
    @Test("Each is read right or refused in these words, in pieces of any size", arguments: expectations.keys.sorted())
    func fixture(name: String) throws {
        let expectation = try #require(expectations[name])
        let bytes = try Fixtures.bytes("csv/\(name).csv")
        let whole = read(bytes, name: "\(name).csv", options: expectation.options)
        #expect(Array(shown(whole).utf8) == Array(expectation.reading.utf8), "\(shown(whole))")
        for piece in pieces where name != "utf16-no-mark" {
            // The words about zero bytes may go by what follows them, so their neighbours must be there.
            let reading = read(bytes, name: "\(name).csv", options: expectation.options, chunk: piece, buffer: piece)
            #expect(reading == whole, "in pieces of \(piece)")
        }
    }

    @Test("None of them is without an expectation")
    func allAreUsed() throws {
        #expect(try Fixtures.names(in: "csv") == expectations.keys.map { "\($0).csv" }.sorted())
    }

    private func shown(_ reading: Reading) -> String {
        var parts = reading.header.isEmpty ? [] : [reading.header.joined(separator: "|")]
        parts += reading.rows.map { "\($0.line):\($0.cells.joined(separator: "|"))" }
        let text = parts.joined(separator: " / ")
        let escaped = text.map { character in
            switch character {
            case "\r\n": "\\r\\n"
            case "\n": "\\n"
            case "\r": "\\r"
            case "\t": "\\t"
            default: String(character)
            }
        }.joined()
        return [escaped, reading.error.map { "! \($0)" }].compactMap { $0 }.filter { !$0.isEmpty }.joined(
            separator: " ")
    }
}
