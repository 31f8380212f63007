/// Alternatives of an OR that each ask, among other things, whether one expression has some value:
/// `OR(AND(x='a',…), AND(x='b',…), …)`. The expression is looked at once, and only the alternatives for its value are tried.
struct FormulaDispatch: Sendable {
    /// An expression that alternatives compare with constants beside the one that decides between them.
    struct Probe: Sendable {
        var subject: FormulaNode
        var constants: FormulaConstants
    }

    var subject: FormulaNode
    var constants: FormulaConstants
    /// What could make an alternative an error that is not tried: the others hold nothing that could.
    var probes: [Probe]
    /// What else each alternative asks, by the constant.
    var alternatives: [FormulaConstants.Key: [[FormulaNode]]]

    /// The same as trying all alternatives.
    func value<Context: FormulaContext>(in frame: inout FormulaFrame<Context>) -> FormulaValue {
        guard let keys = constants.matches(subject.value(in: &frame)) else { return .error }
        for probe in probes where probe.constants.matches(probe.subject.value(in: &frame)) == nil { return .error }
        var isMet = false
        for key in keys {
            for conditions in alternatives[key] ?? [] {
                let value = conditions.isEmpty ? .boolean(true) : FormulaNode.all(conditions).value(in: &frame)
                if value.isError { return .error }
                isMet = isMet || value.isTruthy
            }
        }
        return .boolean(isMet)
    }
}
