import JSONText

extension CellConverter {
    func number(from source: FieldValue) throws(CellProblem) -> FieldValue {
        switch source {
        case .number: return source
        case .string(let text): return .number(try parsed(text, showing: source))
        default: throw refusal(source, remedy: "write one number, such as 1234.5")
        }
    }

    /// As ``number(from:)``, with the field's own symbol before or after the digits, as in `-$5` or `5 €`.
    func currency(from source: FieldValue) throws(CellProblem) -> FieldValue {
        guard case .string(let text) = source, let symbol = field.options["symbol"]?.stringValue, !symbol.isEmpty
        else { return try number(from: source) }
        var amount = text.trimmingOuterSpace()
        let sign = amount.first == "-" || amount.first == "+" ? String(amount.removeFirst()) : ""
        if amount.hasPrefix(symbol) {
            amount = amount.dropFirst(symbol.count).trimmingOuterSpace()
        } else if amount.hasSuffix(symbol) {
            amount = amount.dropLast(symbol.count).trimmingOuterSpace()
        }
        // A second sign, as in `-$-5`, is no number.
        let unsigned = amount.first.map { "+-".contains($0) } == true && !sign.isEmpty ? "" : amount
        return .number(try parsed(sign + unsigned, showing: source))
    }

    func percent(from source: FieldValue) throws(CellProblem) -> FieldValue {
        guard case .string(let text) = source else { return try number(from: source) }
        let trimmed = text.trimmingOuterSpace()
        if trimmed.last == "%" { return .number(try parsed(trimmed.dropLast(), shift: -2, showing: source)) }
        let fraction = try parsed(trimmed, showing: source)
        guard abs(fraction) <= 1 else {
            let plain = trimmed.first == "+" ? trimmed.dropFirst() : trimmed
            throw refusal(
                source, ", which the service would store as \(PercentText.text(fraction))",
                remedy: "write \(plain)% or \(PercentText.text(fraction)), whichever is meant")
        }
        return .number(fraction)
    }

    func duration(from source: FieldValue) throws(CellProblem) -> FieldValue {
        guard case .string(let text) = source else { return try number(from: source) }
        let format = field.options["durationFormat"]?.stringValue
        guard let seconds = DurationText.seconds(in: text, format: format) else {
            let forms = DurationText.showsSeconds(format) ? "h:mm:ss" : "h:mm, h:mm:ss"
            throw refusal(source, remedy: "use \(forms) or a number of seconds")
        }
        return .number(seconds)
    }

    func rating(from source: FieldValue) throws(CellProblem) -> FieldValue {
        // 10 is the most stars that a field can have (airtable-api.md 7.4).
        let maximum = field.options["max"]?.numberValue?.doubleValue ?? 10
        guard case .number(let rating) = try number(from: source), rating >= 1, rating <= maximum,
            rating.rounded() == rating
        else {
            throw refusal(
                source,
                remedy: "use a whole number from 1 to \(NumberText.shortest(maximum)), or leave it empty")
        }
        return .number(rating)
    }

    func checkbox(from source: FieldValue) throws(CellProblem) -> FieldValue {
        switch source {
        case .bool: return source
        case .number(0): return false
        case .number(1): return true
        case .string(let text):
            if let flag = CheckboxText.flag(in: text) { return .bool(flag) }
        default: break
        }
        throw refusal(source, remedy: "use true or false")
    }

    /// The number in `text`, times ten to the power of `shift`.
    private func parsed(
        _ text: some StringProtocol, shift: Int = 0, showing source: FieldValue
    ) throws(CellProblem) -> Double {
        do throws(NumberText.Failure) {
            return try NumberText.number(in: text, shift: shift)
        } catch {
            switch error {
            case .notANumber: throw refusal(source, remedy: "write digits with a point, such as 1234.5")
            case .ambiguousComma:
                throw refusal(
                    source, ", which has different meanings in different countries",
                    remedy: "write digits with a point and without separators, such as 1234.5")
            case .inexact(let stored):
                throw CellProblem(
                    field, refuses: source, ", which the service would store as \(PlainText.digits(stored))",
                    remedy: "use at most 15 digits, or a text field")
            case .tooLarge: throw refusal(source, remedy: "write a number below 1.8e308")
            }
        }
    }
}
