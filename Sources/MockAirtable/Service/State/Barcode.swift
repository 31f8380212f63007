/// A barcode: its text, and its symbology if it is known.
struct Barcode: Sendable, Hashable {
    let text: String
    var type: String?

    static func == (left: Barcode, right: Barcode) -> Bool {
        ExactText.areEqual(left.text, right.text) && left.type == right.type
    }

    func hash(into hasher: inout Hasher) { hasher.combine(ExactText(text)) }
}
