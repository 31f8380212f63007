/// How much a plan may do away with or change before it is refused; checked before the first write.
public struct SafetyLimits: Sendable, Hashable {
    /// A number of records, or a share of them.
    public enum Amount: Sendable, Hashable {
        /// So many records.
        case count(Int)
        /// Of the records that the plan could reach, from 0 to 100.
        case percent(Double)
    }

    /// How many records may be deleted or archived; nil stands for ``defaultMaximum``, which does not count as a
    /// decision: a mirror in which not one record matches the source is then refused whatever its size.
    public var maxDelete: Amount?
    /// How many records may be updated; nil for any number.
    public var maxChange: Amount?
    /// Whether a source without rows is taken for what it says.
    public var allowsEmptySource = false

    /// 10 % of the records: above what a day changes in most tables, below what a broken export loses.
    public static let defaultMaximum = Amount.percent(10)

    /// Allows a tenth to vanish and any number to change, and refuses a source without rows.
    public init() {}
}

extension SafetyLimits.Amount {
    /// Reads `25` or `2.5%`; nil for anything else, negative amounts and more than 100 %.
    public init?(_ text: String) {
        if text.last == "%" {
            guard let percent = Double(text.dropLast()), percent >= 0, percent <= 100 else { return nil }
            self = .percent(percent)
        } else {
            guard let count = Int(text), count >= 0 else { return nil }
            self = .count(count)
        }
    }

    /// Whether `count` of `total` records are within the amount. A share is not rounded up: 10 % of nine records is
    /// none.
    public func allows(_ count: Int, of total: Int) -> Bool {
        switch self {
        case .count(let limit): count <= limit
        case .percent(let percent): Double(count) * 100 <= percent * Double(total)
        }
    }
}

extension SafetyLimits.Amount: CustomStringConvertible {
    /// As a flag takes it: `25` or `2.5%`.
    public var description: String {
        switch self {
        case .count(let count): "\(count)"
        case .percent(let percent):
            percent == percent.rounded() ? "\(Int(percent))%" : "\(percent)%"
        }
    }
}
