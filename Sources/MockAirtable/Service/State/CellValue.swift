import TableModel

/// What a cell holds. An empty cell holds nothing and is absent from its record.
enum CellValue: Sendable {
    case text(String)
    case number(Double)
    case checked
    case choice(ChoiceID)
    /// Never empty, no choice twice.
    case choices([ChoiceID])
    case date(CivilDate)
    case instant(ServiceInstant)
    /// Never empty, no record twice.
    case links([RecordID])
    /// Never empty, no attachment twice.
    case attachments([Attachment])
    indirect case user(ServiceUser)
    /// Never empty, nobody twice.
    case users([ServiceUser])
    indirect case barcode(Barcode)
}

extension CellValue: Hashable {
    /// Texts are equal if their code points are: the service does not normalise Unicode (airtable-api.md 4.5).
    static func == (left: CellValue, right: CellValue) -> Bool {
        switch (left, right) {
        case (.text(let left), .text(let right)): ExactText.areEqual(left, right)
        case (.number(let left), .number(let right)): left == right
        case (.checked, .checked): true
        case (.choice(let left), .choice(let right)): left == right
        case (.choices(let left), .choices(let right)): left == right
        case (.date(let left), .date(let right)): left == right
        case (.instant(let left), .instant(let right)): left == right
        case (.links(let left), .links(let right)): left == right
        case (.attachments(let left), .attachments(let right)): left == right
        case (.user(let left), .user(let right)): left.id == right.id
        case (.users(let left), .users(let right)): left.map(\.id) == right.map(\.id)
        case (.barcode(let left), .barcode(let right)): left == right
        default: false
        }
    }

    func hash(into hasher: inout Hasher) {
        switch self {
        case .text(let text): hasher.combine(ExactText(text))
        case .number(let number): hasher.combine(number)
        case .checked: hasher.combine(true)
        case .choice(let id): hasher.combine(id)
        case .choices(let ids): hasher.combine(ids)
        case .date(let date): hasher.combine(date)
        case .instant(let instant): hasher.combine(instant)
        case .links(let ids): hasher.combine(ids)
        case .attachments(let attachments): hasher.combine(attachments)
        case .user(let user): hasher.combine(user.id)
        case .users(let users): hasher.combine(users.map(\.id))
        case .barcode(let barcode): hasher.combine(barcode)
        }
    }
}
