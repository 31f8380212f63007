import JSONText

/// Guesses the type of a new field from the values of a column, in constant memory.
///
/// Feed all values, then ask for the ``draft``. Blank values say nothing. The first type that all others agree on wins:
/// - JSON values: Booleans make a `checkbox`, numbers a `number`, anything else is taken as its text
/// - `checkbox`: only the words `true` and `false`
/// - `number`: plain decimals of at most 15 digits. No leading zero (00123 is a code), no exponent (12E5 is one too),
///   no separators; the precision is that of the values, 0 to 8
/// - `percent`: such numbers, each with `%`
/// - `date`: `YYYY-MM-DD`; `dateTime`: ISO 8601 with a time in at least one value; its zone is UTC
/// - `email`, `url` (http or https), `phoneNumber` (international, with `+`)
/// - `singleSelect` and `multipleSelects`: only when there is hardly a doubt, since an entry that is not a choice is
///   refused later: 50 values or more, at most 12 different ones of at most 40 characters, each ten times on average
/// - `multilineText` when a value has a line break; `singleLineText` otherwise, and for a column without values
///
/// Never guessed: currency, duration, rating, links and what else needs to be known.
///
/// The drafts have the options that creating a table requires (airtable-api.md 7.4).
///
/// **Keys.** A column that is to be the unique key gets a type that the service can match on
/// (``RemoteLimits/mergeableTypes``): number, date, single-line or multi-line text. So a column of e-mail addresses is
/// `singleLineText` if it is the key. Use `asKey` too for the first column of a new table: these types can all be
/// primary.
package struct TypeInference: Sendable {
    private let name: String
    private let isKey: Bool

    private var kinds = ValueKinds.all
    private var decimals = 0
    private var hasTime = false
    private var hasLineBreak = false
    private var isEmpty = true
    private var choices = ChoiceTally()

    /// Makes a guess that has seen no value, for a field of that name.
    package init(name: String, asKey: Bool = false) {
        self.name = name
        isKey = asKey
    }

    /// Takes one value of the column.
    package mutating func add(_ value: FieldValue) {
        switch value {
        case .null, .string(""), .list([]): return
        case .bool:
            isEmpty = false
            kinds.formIntersection(.checkbox)
            choices.rule(out: .single, .multiple)
        case .number(let number):
            isEmpty = false
            kinds.formIntersection(.number)
            decimals = max(decimals, Self.decimals(of: NumberText.shortest(number)))
            choices.rule(out: .single, .multiple)
        case .string(let text):
            guard !text.allSatisfy(\.isWhitespace) else { return }
            isEmpty = false
            add(text)
        case .list, .object:
            isEmpty = false
            kinds = []
            choices.add(list: value)
            if PlainText.of(value).hasLineBreak { hasLineBreak = true }
        }
    }

    /// The field to create for what was fed so far.
    package var draft: FieldDraft {
        if isEmpty { return FieldDraft(name: name, type: .singleLineText) }
        if kinds.contains(.number) {
            return FieldDraft(name: name, type: .number, options: ["precision": .number(JSONNumber(decimals))])
        }
        if kinds.contains(.date), !hasTime {
            return FieldDraft(name: name, type: .date, options: ["dateFormat": ["name": "iso"]])
        }
        return (isKey ? nil : richDraft)
            ?? FieldDraft(name: name, type: hasLineBreak ? .multilineText : .singleLineText)
    }

    /// The draft of a type that a key cannot have.
    private var richDraft: FieldDraft? {
        if kinds.contains(.checkbox) {
            return FieldDraft(name: name, type: .checkbox, options: ["icon": "check", "color": "greenBright"])
        }
        if kinds.contains(.percent) {
            return FieldDraft(name: name, type: .percent, options: ["precision": .number(JSONNumber(decimals))])
        }
        if kinds.contains(.date) {
            let options: JSONObject = [
                "dateFormat": ["name": "iso"], "timeFormat": ["name": "24hour"], "timeZone": "utc",
            ]
            return FieldDraft(name: name, type: .dateTime, options: options)
        }
        for (kind, type) in [(ValueKinds.email, FieldType.email), (.url, .url), (.phoneNumber, .phoneNumber)]
        where kinds.contains(kind) {
            return FieldDraft(name: name, type: type)
        }
        guard let (type, names) = choices.verdict else { return nil }
        let list = names.map { JSONValue.object(["name": .string($0)]) }
        return FieldDraft(name: name, type: type, options: ["choices": .array(list)])
    }

    private mutating func add(_ text: String) {
        let word = text.trimmingOuterSpace()
        if text.hasLineBreak { hasLineBreak = true }
        choices.add(text)
        guard !kinds.isEmpty else { return }
        var fitting: ValueKinds = []
        if word == "true" || word == "false" { fitting.insert(.checkbox) }
        if kinds.contains(.number), let digits = Self.plainDecimals(word) {
            fitting.insert(.number)
            decimals = max(decimals, digits)
        }
        if kinds.contains(.percent), word.last == "%", let digits = Self.plainDecimals(word.dropLast()) {
            fitting.insert(.percent)
            decimals = max(decimals, digits)
        }
        if kinds.contains(.date), CivilTime(word) != nil {
            fitting.insert(.date)
            if CivilDate(word) == nil { hasTime = true }
        }
        if kinds.contains(.email), AddressText.isEmail(word) { fitting.insert(.email) }
        if kinds.contains(.url), AddressText.isWebAddress(word) { fitting.insert(.url) }
        if kinds.contains(.phoneNumber), AddressText.isPhoneNumber(word) { fitting.insert(.phoneNumber) }
        kinds.formIntersection(fitting)
    }

    /// How many digits a plain decimal has after its point; nil if `text` is something else.
    private static func plainDecimals(_ text: Substring) -> Int? {
        let unsigned = text.first == "-" ? text.dropFirst() : text
        let halves = unsigned.split(separator: ".", omittingEmptySubsequences: false)
        // 15 digits are what every decimal keeps in a double.
        guard halves.count <= 2, let whole = halves.first, !whole.isEmpty, halves.allSatisfy(Digits.areDigits),
            whole.utf8.count == 1 || whole.first != "0", halves.reduce(0, { $0 + $1.utf8.count }) <= 15,
            halves.last?.isEmpty == false
        else { return nil }
        return halves.count == 2 ? min(halves[1].utf8.count, 8) : 0
    }

    /// As for text, for a number's shortest form; exponents count as 8 if negative, the most that a field shows.
    private static func decimals(of text: String) -> Int {
        guard let parts = try? NumberText.Parts(text) else { return 0 }
        if parts.exponent != 0 { return parts.exponent < 0 ? 8 : 0 }
        return parts.fraction == "0" ? 0 : min(parts.fraction.utf8.count, 8)
    }
}
