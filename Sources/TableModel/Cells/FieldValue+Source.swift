public import JSONText

extension FieldValue {
    /// The value of a JSON text that a person or program wrote, as opposed to one that the service answered: as
    /// ``init(_:)``, except that a whole number that no double holds stays text, digit by digit.
    ///
    /// So an id such as 9007199254740993 arrives whole in a text field, and ``CellConverter`` refuses it for a number
    /// field instead of passing on 9007199254740992.
    public static func source(_ json: JSONValue) -> FieldValue {
        switch json {
        case .number(let number):
            // Every whole number of 15 digits is a double.
            let isExact = number.text.utf8.count <= 15 || (try? NumberText.number(in: number.text)) != nil
            return isExact ? .number(number.doubleValue) : .string(number.text)
        case .array(let elements): return .list(elements.map(source))
        case .null, .bool, .string, .object: return FieldValue(json)
        }
    }
}
