import TableModel

/// Cells as text for people, as `cellFormat=string` gives them; the form is not contractual (airtable-api.md 2.1).
struct CellDisplay {
    /// The zone in which instants are shown.
    let zone: TimeZoneRules
    /// Where the names of linked records are.
    let base: StoredBase

    /// The cell's text; nil for a choice that is no more.
    func text(_ cell: CellValue, of field: FieldDefinition) -> String? {
        switch cell {
        case .text(let text): return text
        case .number(let number): return self.number(number, of: field)
        case .checked: return "checked"
        case .choice(let id): return CellWriter.choiceName(id, of: field)
        case .choices(let ids):
            return ids.compactMap { CellWriter.choiceName($0, of: field) }.joined(separator: ", ")
        case .date(let date):
            guard case .date(let format) = field.options else { return date.isoText }
            return day(date, as: format)
        case .instant(let instant): return self.instant(instant, of: field)
        case .links(let ids): return names(of: ids, in: field).joined(separator: ", ")
        case .attachments(let attachments): return attachments.compactMap(\.file?.name).joined(separator: ", ")
        case .user(let user): return user.name
        case .users(let users): return users.map(\.name).joined(separator: ", ")
        case .barcode(let barcode): return barcode.text
        }
    }

    /// What the records that a link field leads to are called.
    func names(of ids: [RecordID], in field: FieldDefinition) -> [String] {
        guard let table = field.link?.table else { return [] }
        return ids.map { base.primaryText(of: $0, in: table) }
    }

    private func number(_ number: Double, of field: FieldDefinition) -> String {
        switch field.options {
        case .decimals(let decimals) where field.type == .percent:
            return DecimalText.fixed(number * 100, decimals: decimals) + "%"
        case .decimals(let decimals): return DecimalText.fixed(number, decimals: decimals)
        case .currency(let decimals, let symbol):
            return (number < 0 ? "-" : "") + symbol + DecimalText.fixed(abs(number), decimals: decimals)
        case .duration(let format): return duration(number, as: format)
        default: return DecimalText.fixed(number, decimals: 0)
        }
    }

    private func duration(_ seconds: Double, as format: String) -> String {
        let decimals = format.split(separator: ".").count == 2 ? format.split(separator: ".")[1].count : 0
        let whole = Int64(exactly: abs(seconds).rounded(.towardZero)) ?? .max
        var text = "\(seconds < 0 ? "-" : "")\(whole / 3600):\(padded(whole / 60 % 60, 2))"
        if format.contains("ss") {
            let rest = abs(seconds).truncatingRemainder(dividingBy: 60)
            let shown = DecimalText.fixed(rest, decimals: decimals)
            text += ":" + (rest < 10 ? "0" : "") + shown
        }
        return text
    }

    private func instant(_ instant: ServiceInstant, of field: FieldDefinition) -> String {
        guard case .dateTime(let options) = field.options else { return instant.isoText }
        let seconds = instant.secondsSince1970
        let local = ServiceInstant(secondsSince1970: seconds + zone.offset(at: seconds))
        let hour = local.secondOfDay / 3600
        let minute = padded(local.secondOfDay / 60 % 60, 2)
        let time =
            options.time.name == "12hour"
            ? "\((hour + 11) % 12 + 1):\(minute)\(hour < 12 ? "am" : "pm")" : "\(padded(hour, 2)):\(minute)"
        return "\(day(local.civilDate, as: options.date)) \(time)"
    }

    private func day(_ date: CivilDate, as format: DisplayFormat) -> String {
        switch format.name {
        case "us", "local": return "\(date.month)/\(date.day)/\(padded(date.year, 4))"
        case "european": return "\(date.day)/\(date.month)/\(padded(date.year, 4))"
        case "friendly":
            let months = [
                "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
                "November", "December",
            ]
            return "\(months[date.month - 1]) \(date.day), \(padded(date.year, 4))"
        default: return date.isoText
        }
    }
}
