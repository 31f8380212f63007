import FoundationEssentials
import TableModel

extension Timestamp {
    /// Reads a Date header, `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110, section 5.6.7); nil for the obsolete forms.
    static func httpDate(_ text: String) -> Date? {
        let words = text.split(separator: " ")
        guard words.count == 6, words[0].hasSuffix(","), words[5] == "GMT",
            let month = monthNumbers[words[2]]
        else { return nil }
        return date("\(words[3])-\(month)-\(words[1])T\(words[4])Z")
    }

    private static let monthNumbers: [Substring: String] = [
        "Jan": "01", "Feb": "02", "Mar": "03", "Apr": "04", "May": "05", "Jun": "06",
        "Jul": "07", "Aug": "08", "Sep": "09", "Oct": "10", "Nov": "11", "Dec": "12",
    ]
}
