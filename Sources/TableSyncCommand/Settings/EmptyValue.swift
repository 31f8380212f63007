/// Arguments such as `--delete=`, which shells make of `--delete=$EXTENT` when the variable is empty.
///
/// The parser takes them for the option without a value, and `--delete` without a value stands for all records.
enum EmptyValue {
    /// The first option that has `=` and nothing behind it, with its dashes; what stands after `--` is no option.
    static func option(in arguments: [String]) -> String? {
        arguments.prefix { $0 != "--" }
            .first { $0.hasPrefix("--") && $0.firstIndex(of: "=") == $0.indices.last }
            .map { String($0.dropLast()) }
    }
}
