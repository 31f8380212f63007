import JSONText
import TableModel

extension Fields {
    /// Appends the cells as a JSON object.
    func write(into bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "{"))
        for (column, (name, value)) in enumerated() {
            if column > 0 { bytes.append(UInt8(ascii: ",")) }
            JSONValue.string(name).write(into: &bytes)
            bytes.append(UInt8(ascii: ":"))
            value.json.write(into: &bytes)
        }
        bytes.append(UInt8(ascii: "}"))
    }
}
