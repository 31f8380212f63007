import JSONText

extension CellConverter {
    func date(from source: FieldValue) throws(CellProblem) -> FieldValue {
        guard case .string(let text) = source else { throw refusal(source, remedy: "use YYYY-MM-DD") }
        let trimmed = text.trimmingOuterSpace()
        if CivilDate(trimmed) != nil { return .string(String(trimmed)) }
        if let time = CivilTime(trimmed) {
            throw refusal(
                source, " because it has no time of day",
                remedy: "write \(time.date.text), or make it a field with a time")
        }
        throw refusal(source, Self.ambiguity(trimmed), remedy: "use YYYY-MM-DD")
    }

    func dateTime(from source: FieldValue) throws(CellProblem) -> FieldValue {
        let remedy = "use YYYY-MM-DDTHH:mm:ssZ"
        switch source {
        case .string(let text):
            if CivilTime.isServiceForm(text) { return source }
            let trimmed = text.trimmingOuterSpace()
            guard let time = CivilTime(trimmed) else {
                throw refusal(source, Self.ambiguity(trimmed), remedy: remedy)
            }
            guard let instant = ZonedTime(time, zone: timeZone).text else {
                throw refusal(source, ", which is outside the years 100 to 9999 in UTC", remedy: remedy)
            }
            return .string(instant)
        case .number(let milliseconds):
            // 2^53 milliseconds are more than 9999 years; beyond it conversion to an integer could trap.
            guard milliseconds.rounded() == milliseconds, abs(milliseconds) < 0x1p53,
                let instant = CivilTime.text(millisecondsSince1970: Int(milliseconds))
            else { throw refusal(source, remedy: remedy + " or whole milliseconds since 1970") }
            return .string(instant)
        default: throw refusal(source, remedy: remedy)
        }
    }

    /// Why a text of digits and slashes or points is refused; empty for any other text.
    private static func ambiguity(_ text: some StringProtocol) -> String {
        let parts = text.split(omittingEmptySubsequences: false) { "/.-".contains($0) }
        guard parts.count == 3, parts.allSatisfy({ !$0.isEmpty && Digits.areDigits($0) }), parts[0].utf8.count <= 2
        else {
            return ""
        }
        let canBeMonths = parts.prefix(2).allSatisfy { (Int($0) ?? 0) <= 12 }
        return canBeMonths ? ", whose day and month could be either way round" : ""
    }
}
