/// A part of a block of rich text: text that is taken as it is, or a run of `*` or of `_`.
enum RichTextPiece {
    case text(String.UnicodeScalarView)
    case run(DelimiterRun)
}

/// A run of the same mark, and what it may be.
struct DelimiterRun {
    let mark: Unicode.Scalar
    let count: Int
    let canOpen: Bool
    let canClose: Bool
    /// Whether there is space on both sides, so that it is no mark for anyone.
    let isFree: Bool

    /// - Parameters:
    ///   - before: The scalar before the run; nil at the beginning of a block.
    ///   - after: The scalar after the run; nil at the end of a block.
    init(mark: Unicode.Scalar, count: Int, before: Unicode.Scalar?, after: Unicode.Scalar?) {
        self.mark = mark
        self.count = count
        let isLeft = !after.isSpace && (!after.isPunctuation || before.isSpace || before.isPunctuation)
        let isRight = !before.isSpace && (!before.isPunctuation || after.isSpace || after.isPunctuation)
        canOpen = isLeft && (mark == "*" || !isRight || before.isPunctuation)
        canClose = isRight && (mark == "*" || !isLeft || after.isPunctuation)
        isFree = before.isSpace && after.isSpace
    }
}

extension Unicode.Scalar? {
    /// The ends of a block count as spaces.
    var isSpace: Bool { self?.properties.isWhitespace ?? true }

    /// Whether Unicode calls it punctuation or a symbol, as it does all of ASCII that is no letter, digit or space.
    var isPunctuation: Bool {
        switch self?.properties.generalCategory {
        case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
            .finalPunctuation, .otherPunctuation, .mathSymbol, .currencySymbol, .modifierSymbol, .otherSymbol:
            true
        default: false
        }
    }
}
