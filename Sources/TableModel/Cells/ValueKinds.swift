/// What all values so far could be; dates with a time are `date` too.
struct ValueKinds: OptionSet, Sendable {
    let rawValue: UInt8

    static let checkbox = ValueKinds(rawValue: 1)
    static let number = ValueKinds(rawValue: 2)
    static let percent = ValueKinds(rawValue: 4)
    static let date = ValueKinds(rawValue: 8)
    static let email = ValueKinds(rawValue: 16)
    static let url = ValueKinds(rawValue: 32)
    static let phoneNumber = ValueKinds(rawValue: 64)
    static let all: ValueKinds = [.checkbox, .number, .percent, .date, .email, .url, .phoneNumber]
}
