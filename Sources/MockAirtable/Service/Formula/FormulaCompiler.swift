/// Turns a syntax tree into nodes. What costs nothing here is saved once per record there.
struct FormulaCompiler {
    /// In the order in which the formula first says them.
    private(set) var fieldNames: [String] = []
    private(set) var slotCount = 0

    private var positions: [ExactText: Int] = [:]
    private var occurrences: [FormulaSyntax: Int] = [:]
    private var slots: [FormulaSyntax: Int] = [:]
    /// What is known of expressions that ask for no record, so that none is worked out twice.
    private var constants: [FormulaSyntax: FormulaValue] = [:]

    mutating func compile(_ tree: FormulaSyntax) -> FormulaNode {
        count(tree)
        return node(tree)
    }

    // MARK: Fields and shared expressions

    private mutating func count(_ tree: FormulaSyntax) {
        switch tree {
        case .number, .text: break
        case .field(let name):
            if positions[name] == nil {
                positions[name] = fieldNames.count
                fieldNames.append(name.text)
            }
            occurrences[tree, default: 0] += 1
        case .call(_, let arguments):
            occurrences[tree, default: 0] += 1
            for argument in arguments { count(argument) }
        case .negation(let operand): count(operand)
        case .chain(let first, let links):
            count(first)
            for link in links { count(link.operand) }
        }
    }

    mutating func node(_ tree: FormulaSyntax) -> FormulaNode {
        if let value = constants[tree] { return .constant(value) }
        let node = unshared(tree)
        guard occurrences[tree, default: 0] > 1, node.constant == nil else { return node }
        let slot = slots[tree] ?? slotCount
        if slots.updateValue(slot, forKey: tree) == nil { slotCount += 1 }
        return .shared(slot, node)
    }

    /// The value of an expression that asks for no record; nil for others.
    mutating func constant(_ tree: FormulaSyntax) -> FormulaValue? {
        if let value = constants[tree] { return value }
        guard tree.isConstant, case .constant(let value) = node(tree) else { return nil }
        constants[tree] = value
        return value
    }

    // MARK: Expressions

    private mutating func unshared(_ tree: FormulaSyntax) -> FormulaNode {
        switch tree {
        case .number(let number): return .constant(.number(number))
        case .text(let text): return .constant(.text(text.text))
        case .field(let name): return .field(positions[name] ?? 0)
        case .negation(let operand):
            let inner = node(operand)
            return folded(.negation(inner), [inner])
        case .chain(let first, let links):
            let head = node(first)
            let steps = links.map { FormulaStep(operator: $0.operator, operand: node($0.operand)) }
            let parts = [head] + steps.map(\.operand)
            if steps.count == 1 { return folded(.binary(steps[0].operator, head, steps[0].operand), parts) }
            return folded(.chain(head, steps), parts)
        case .call(let name, let arguments):
            return call(name, arguments)
        }
    }

    private mutating func call(_ name: String, _ arguments: [FormulaSyntax]) -> FormulaNode {
        // The parser lets no other name through.
        guard let function = FormulaFunction.known[name] else { return .constant(.error) }
        switch function.meaning {
        case .pure(let body):
            let nodes = arguments.map { node($0) }
            return folded(.pure(body, nodes), nodes)
        case .form(let form):
            return self.form(form, arguments)
        }
    }

    private mutating func form(_ form: FormulaForm, _ arguments: [FormulaSyntax]) -> FormulaNode {
        switch form {
        case .and:
            let nodes = conditions(arguments)
            return folded(.all(nodes), nodes)
        case .or:
            let nodes = alternatives(arguments)
            return folded(.any(nodes), nodes)
        case .if:
            let nodes = arguments.map { node($0) }
            return folded(.choice(nodes[0], nodes[1], nodes.count > 2 ? nodes[2] : .constant(.blank)), nodes)
        case .switch:
            let nodes = arguments.map { node($0) }
            let cases = stride(from: 1, to: nodes.count - 1, by: 2).map {
                FormulaCase(pattern: nodes[$0], result: nodes[$0 + 1])
            }
            let otherwise = nodes.count % 2 == 0 ? nodes[nodes.count - 1] : .constant(.blank)
            return folded(.selection(nodes[0], cases, otherwise: otherwise), nodes)
        case .isError:
            let inner = node(arguments[0])
            return folded(.isError(inner), [inner])
        case .recordID: return .recordID
        case .createdTime: return .createdTime
        case .lastModifiedTime: return .lastModifiedTime
        case .now: return .now
        case .today: return .today
        }
    }

    /// The value of a node all of whose parts are constant; otherwise the node.
    private func folded(_ node: FormulaNode, _ parts: [FormulaNode]) -> FormulaNode {
        guard parts.allSatisfy({ $0.constant != nil }) else { return node }
        var frame = FormulaFrame(context: NoRecord(), slots: [])
        return .constant(node.value(in: &frame))
    }
}

/// Constants ask for no record.
private struct NoRecord: FormulaContext {
    let recordID = ""
    let createdTime: Int64 = 0
    let lastModifiedTime: Int64 = 0
    let now: Int64 = 0
    func value(ofField position: Int) -> FormulaValue { .blank }
}

extension FormulaNode {
    fileprivate var constant: FormulaValue? { if case .constant(let value) = self { value } else { nil } }
}
