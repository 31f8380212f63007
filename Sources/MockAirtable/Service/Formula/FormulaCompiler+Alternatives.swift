/// The algebra of comparisons with constants. It knows nothing of what formulas usually look like: any expression will do,
/// on either side, in any order, among any others.
extension FormulaCompiler {
    /// From this many comparisons of one expression with constants on, they are looked up.
    private static let smallestLookup = 3

    /// One argument of an OR, as the conditions that it joins by AND.
    private struct Alternative {
        var argument: FormulaSyntax
        var conditions: [FormulaSyntax]
        /// The first comparison of each expression with a constant.
        var comparisons: [FormulaSyntax: FormulaConstants.Key] = [:]
        /// Whether conditions that are not tried can give no error but those of comparisons with constants.
        var isSafe = true
    }

    private struct Comparison {
        var subject: FormulaSyntax
        var constant: FormulaConstants.Key
    }

    /// The arguments of an OR. Their order does not matter: all are evaluated, and none has an effect.
    mutating func alternatives(_ arguments: [FormulaSyntax]) -> [FormulaNode] {
        var left = arguments.map { alternative($0) }
        var nodes: [FormulaNode] = []
        while let subject = widestSubject(of: left) {
            let chosen = left.filter { $0.isSafe && $0.comparisons[subject] != nil }
            left.removeAll { $0.isSafe && $0.comparisons[subject] != nil }
            nodes.append(lookup(subject, chosen))
        }
        return nodes + left.map { node($0.argument) }
    }

    /// The arguments of an AND, where `x!='a', x!='b', …` is one look-up.
    mutating func conditions(_ arguments: [FormulaSyntax]) -> [FormulaNode] {
        var exclusions: [FormulaSyntax: [FormulaConstants.Key]] = [:]
        for argument in arguments {
            guard let found = comparison(argument, .notEqual) else { continue }
            exclusions[found.subject, default: []].append(found.constant)
        }
        exclusions = exclusions.filter { $0.value.count >= Self.smallestLookup }
        var nodes: [FormulaNode] = []
        for argument in arguments {
            guard let subject = comparison(argument, .notEqual)?.subject, exclusions.keys.contains(subject) else {
                nodes.append(node(argument))
                continue
            }
            guard let constants = exclusions.updateValue([], forKey: subject), !constants.isEmpty else { continue }
            nodes.append(.exclusion(node(subject), FormulaConstants(constants)))
        }
        return nodes
    }

    private mutating func lookup(_ subject: FormulaSyntax, _ chosen: [Alternative]) -> FormulaNode {
        let keys = chosen.compactMap { $0.comparisons[subject] }
        guard chosen.contains(where: { $0.conditions.count > 1 }) else {
            return .membership(node(subject), FormulaConstants(keys))
        }
        var table: [FormulaConstants.Key: [[FormulaNode]]] = [:]
        var probed: [FormulaSyntax: [FormulaConstants.Key]] = [:]
        var order: [FormulaSyntax] = []
        for (alternative, key) in zip(chosen, keys) {
            var others: [FormulaNode] = []
            for condition in alternative.conditions {
                let found = comparison(condition, .equal)
                if let found, found.subject == subject, found.constant == key { continue }
                others.append(node(condition))
                guard let found else { continue }
                if probed[found.subject] == nil { order.append(found.subject) }
                probed[found.subject, default: []].append(found.constant)
            }
            table[key, default: []].append(others)
        }
        let probes = order.map {
            FormulaDispatch.Probe(subject: node($0), constants: FormulaConstants(probed[$0] ?? []))
        }
        return .dispatch(
            FormulaDispatch(
                subject: node(subject), constants: FormulaConstants(keys), probes: probes, alternatives: table))
    }

    /// The expression that is compared with the most different constants, the first of those that are equal in that.
    private func widestSubject(of alternatives: [Alternative]) -> FormulaSyntax? {
        var constants: [FormulaSyntax: (keys: Set<FormulaConstants.Key>, count: Int, first: Int)] = [:]
        for (index, alternative) in alternatives.enumerated() where alternative.isSafe {
            for (subject, key) in alternative.comparisons {
                constants[subject, default: ([], 0, index)].keys.insert(key)
                constants[subject]?.count += 1
            }
        }
        let wide = constants.filter { $0.value.count >= Self.smallestLookup }
        return wide.max { ($0.value.keys.count, -$0.value.first) < ($1.value.keys.count, -$1.value.first) }?.key
    }

    private mutating func alternative(_ argument: FormulaSyntax) -> Alternative {
        var conditions = [argument]
        if case .call("AND", let parts) = argument { conditions = parts }
        var alternative = Alternative(argument: argument, conditions: conditions)
        for condition in conditions {
            if let found = comparison(condition, .equal) {
                if alternative.comparisons[found.subject] == nil {
                    alternative.comparisons[found.subject] = found.constant
                }
            } else if !isSafe(condition) {
                alternative.isSafe = false
            }
        }
        return alternative
    }

    /// The two sides of `expression = constant` or `constant = expression`.
    private mutating func comparison(_ tree: FormulaSyntax, _ wanted: FormulaOperator) -> Comparison? {
        guard case .chain(let first, let links) = tree, links.count == 1, links[0].operator == wanted else {
            return nil
        }
        let second = links[0].operand
        switch (constant(first), constant(second)) {
        case (nil, let value?): return FormulaConstants.Key(value).map { Comparison(subject: first, constant: $0) }
        case (let value?, nil): return FormulaConstants.Key(value).map { Comparison(subject: second, constant: $0) }
        default: return nil
        }
    }

    // MARK: Conditions that are never an error

    private mutating func isSafe(_ tree: FormulaSyntax) -> Bool {
        switch tree {
        case .number, .text: return true
        case .call(let name, let arguments):
            switch name {
            case "AND", "OR", "NOT":
                for argument in arguments where !isSafe(argument) { return false }
                return true
            case "IS_BEFORE", "IS_AFTER": return isDate(arguments[0]) && isDate(arguments[1])
            case "RECORD_ID": return true
            default: return isDate(tree)
            }
        case .chain(let first, let links):
            guard links.count == 1, links[0].operator.precedence == FormulaOperator.equal.precedence else {
                return false
            }
            return isDate(first) && isDate(links[0].operand)
        case .field, .negation: return false
        }
    }

    /// Whether the expression is a point in time in every record.
    private mutating func isDate(_ tree: FormulaSyntax) -> Bool {
        if case .call("CREATED_TIME", _) = tree { return true }
        if case .call("LAST_MODIFIED_TIME", _) = tree { return true }
        switch constant(tree) {
        case .dateTime: return true
        case .text(let text): return FormulaDate(iso: text)?.hasTime ?? false
        default: return false
        }
    }
}
