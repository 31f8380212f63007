import TableSync

/// What a step of a plan does, as one character.
enum PlanSymbol: Character, Sendable {
    case create = "+"
    case update = "~"
    case delete = "-"
    case unchanged = "="
    case skipped = "."
    case invalid = "!"

    /// Nil for what concerns no row.
    init?(_ operation: PlanOperation) {
        switch operation {
        case .create: self = .create
        case .update, .archive: self = .update
        case .delete: self = .delete
        case .unchanged: self = .unchanged
        case .skipped: self = .skipped
        case .invalid: self = .invalid
        case .adopt: return nil
        }
    }

    /// The colour in which people see it; nil for the terminal's own.
    var color: TextColor? {
        switch self {
        case .create: .green
        case .update: .yellow
        case .delete, .invalid: .red
        case .unchanged, .skipped: nil
        }
    }
}
