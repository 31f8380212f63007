/// What the rules of conversion and of equality tell apart: types whose cells are treated alike are one kind.
enum CellKind: Sendable {
    case computed
    /// One line of text that the service folds.
    case line
    /// One line of text that the service stores as typed: addresses and telephone numbers.
    case address
    /// Lines of text.
    case lines
    case number, currency, percent, duration, rating
    case checkbox
    case choice, choices
    case date, dateTime
    case links, attachments
    case collaborator, collaborators
    case barcode
    /// A type that is not known.
    case other

    init(_ type: FieldType) {
        if type.isComputed {
            self = .computed
            return
        }
        switch type {
        case .singleLineText: self = .line
        case .email, .url, .phoneNumber: self = .address
        case .multilineText, .richText: self = .lines
        case .number: self = .number
        case .currency: self = .currency
        case .percent: self = .percent
        case .duration: self = .duration
        case .rating: self = .rating
        case .checkbox: self = .checkbox
        case .singleSelect: self = .choice
        case .multipleSelects: self = .choices
        case .date: self = .date
        case .dateTime: self = .dateTime
        case .multipleRecordLinks: self = .links
        case .multipleAttachments: self = .attachments
        case .singleCollaborator: self = .collaborator
        case .multipleCollaborators: self = .collaborators
        case .barcode: self = .barcode
        default: self = .other
        }
    }

    /// Whether cells are one text.
    var isText: Bool {
        switch self {
        case .line, .address, .lines: true
        default: false
        }
    }

    /// Whether the order of a list's elements is nobody's.
    var isSet: Bool {
        switch self {
        case .choices, .links: true
        default: false
        }
    }

    /// Whether cells hold things that may be named by an id alone, although there is more to them.
    var hasIDs: Bool {
        switch self {
        case .attachments, .collaborator, .collaborators: true
        default: false
        }
    }

    /// Whether the service answers cells of this kind as such a value, with nothing about it that had to be converted.
    func isRead(as value: FieldValue) -> Bool {
        switch (self, value) {
        case (.line, .string), (.address, .string), (.lines, .string), (.choice, .string), (.checkbox, .bool),
            (.number, .number), (.currency, .number), (.percent, .number), (.duration, .number), (.rating, .number),
            (.choices, .list), (.links, .list), (.attachments, .list), (.collaborator, .object),
            (.collaborators, .list), (.computed, _), (.other, _):
            true
        default: false
        }
    }
}
