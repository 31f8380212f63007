/// A formula made ready for many records: names are positions, constants are computed, and what occurs more than once is kept for
/// the rest of the record.
indirect enum FormulaNode: Sendable {
    case constant(FormulaValue)
    case field(Int)
    case recordID
    case createdTime
    case lastModifiedTime
    case now
    case today
    /// An expression that occurs elsewhere too; its value is kept in the slot.
    case shared(Int, FormulaNode)
    case negation(FormulaNode)
    case binary(FormulaOperator, FormulaNode, FormulaNode)
    case chain(FormulaNode, [FormulaStep])
    case all([FormulaNode])
    case any([FormulaNode])
    case choice(FormulaNode, FormulaNode, FormulaNode)
    case selection(FormulaNode, [FormulaCase], otherwise: FormulaNode)
    case isError(FormulaNode)
    /// Whether the value equals one of many constants: what `OR(x='a', x='b', …)` becomes.
    case membership(FormulaNode, FormulaConstants)
    /// Whether it equals none of them: what `AND(x!='a', x!='b', …)` becomes.
    case exclusion(FormulaNode, FormulaConstants)
    case dispatch(FormulaDispatch)
    case pure(@Sendable ([FormulaValue]) -> FormulaValue, [FormulaNode])
}

/// One operator of a chain with its right side.
struct FormulaStep: Sendable {
    var `operator`: FormulaOperator
    var operand: FormulaNode
}

/// One pattern of SWITCH with its result.
struct FormulaCase: Sendable {
    var pattern: FormulaNode
    var result: FormulaNode
}

/// What one evaluation carries along.
struct FormulaFrame<Context: FormulaContext> {
    let context: Context
    /// Values of shared expressions, once they are known.
    var slots: [FormulaValue?]
}

extension FormulaNode {
    func value<Context: FormulaContext>(in frame: inout FormulaFrame<Context>) -> FormulaValue {
        switch self {
        case .constant(let value): return value
        case .field(let position): return frame.context.value(ofField: position)
        case .recordID: return .text(frame.context.recordID)
        case .createdTime: return .dateTime(FormulaDate(milliseconds: frame.context.createdTime, hasTime: true))
        case .lastModifiedTime:
            return .dateTime(FormulaDate(milliseconds: frame.context.lastModifiedTime, hasTime: true))
        case .now: return .dateTime(FormulaDate(milliseconds: frame.context.now, hasTime: true))
        case .today:
            let now = FormulaDate(milliseconds: frame.context.now, hasTime: false)
            return .dateTime(FormulaDate(milliseconds: now.start(of: .days), hasTime: false))
        case .shared(let slot, let node):
            if let known = frame.slots[slot] { return known }
            let value = node.value(in: &frame)
            frame.slots[slot] = value
            return value
        case .negation(let node):
            guard let number = node.value(in: &frame).number else { return .error }
            return .number(-number)
        case .binary(let `operator`, let left, let right):
            return FormulaValue.apply(`operator`, left.value(in: &frame), right.value(in: &frame))
        case .chain(let first, let steps):
            var value = first.value(in: &frame)
            for step in steps {
                value = FormulaValue.apply(step.operator, value, step.operand.value(in: &frame))
            }
            return value
        case .all(let nodes): return Self.combine(nodes, in: &frame) { $0 && $1 }
        case .any(let nodes): return Self.combine(nodes, in: &frame) { $0 || $1 }
        case .choice(let condition, let then, let otherwise):
            let decided = condition.value(in: &frame)
            if decided.isError { return .error }
            return decided.isTruthy ? then.value(in: &frame) : otherwise.value(in: &frame)
        case .selection(let subject, let cases, let otherwise):
            return Self.select(subject.value(in: &frame), cases, otherwise, in: &frame)
        case .isError(let node): return .boolean(node.value(in: &frame).isError)
        case .membership(let node, let constants): return constants.contains(node.value(in: &frame))
        case .exclusion(let node, let constants):
            return constants.matches(node.value(in: &frame)).map { .boolean($0.isEmpty) } ?? .error
        case .dispatch(let dispatch): return dispatch.value(in: &frame)
        case .pure(let body, let nodes):
            var arguments: [FormulaValue] = []
            arguments.reserveCapacity(nodes.count)
            for node in nodes {
                let value = node.value(in: &frame)
                if value.isError { return .error }
                arguments.append(value)
            }
            return body(arguments)
        }
    }

    /// Looks at all arguments, since an error in any makes the result an error: whether the service stops at the first that
    /// decides is not known, and an error is what matches nothing.
    private static func combine<Context: FormulaContext>(
        _ nodes: [FormulaNode], in frame: inout FormulaFrame<Context>, _ join: (Bool, Bool) -> Bool
    ) -> FormulaValue {
        var result: Bool?
        for node in nodes {
            let value = node.value(in: &frame)
            if value.isError { return .error }
            result = result.map { join($0, value.isTruthy) } ?? value.isTruthy
        }
        return .boolean(result ?? false)
    }

    private static func select<Context: FormulaContext>(
        _ subject: FormulaValue, _ cases: [FormulaCase], _ otherwise: FormulaNode,
        in frame: inout FormulaFrame<Context>
    ) -> FormulaValue {
        if subject.isError { return .error }
        for one in cases {
            switch FormulaValue.apply(.equal, subject, one.pattern.value(in: &frame)) {
            case .boolean(true): return one.result.value(in: &frame)
            case .boolean(false): continue
            default: return .error
            }
        }
        return otherwise.value(in: &frame)
    }
}
