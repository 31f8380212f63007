import FoundationEssentials
import JSONText
import Testing

@testable import TableModel

func field(_ type: FieldType, _ options: JSONObject = [:], name: String = "Cell") -> FieldSchema {
    FieldSchema(id: FieldID(unchecked: "fld00000000000001"), name: name, type: type, options: options)
}

func selectField(_ type: FieldType, _ names: String..., name: String = "Cell") -> FieldSchema {
    let choices = names.map { JSONValue.object(["name": .string($0)]) }
    return field(type, ["choices": .array(choices)], name: name)
}

/// One file of Fixtures/wire/cells-*.json.
struct WireSample: Sendable, CustomTestStringConvertible {
    var name: String
    var field: FieldSchema
    var same: [Pair]
    var sameWhenSent: [Pair]
    var sameByName: [Pair]
    var sameByID: [Pair]
    var different: [Pair]

    typealias Pair = (sent: FieldValue, stored: FieldValue?)

    var testDescription: String { name }

    /// `Fixtures/wire`, four folders above this file.
    static let folder = #filePath.split(separator: "/").dropLast(4).map { "/\($0)" }.joined() + "/Fixtures/wire"

    static func all() throws -> [WireSample] {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasPrefix("cells-") }
        return try names.sorted().map { try WireSample(file: $0) }
    }

    init(file: String) throws {
        let json = try Self.json(file)
        name = file
        field = try FieldSchema(sample: json["field"])
        same = Self.pairs(json["same"])
        sameWhenSent = Self.pairs(json["sameWhenSent"])
        sameByName = Self.pairs(json["sameByName"])
        sameByID = Self.pairs(json["sameByID"])
        different = Self.pairs(json["different"])
    }

    static func json(_ file: String) throws -> JSONValue {
        try JSONValue(parsing: [UInt8](Data(contentsOf: URL(filePath: "\(folder)/\(file)"))))
    }

    private static func pairs(_ json: JSONValue?) -> [Pair] {
        json?.arrayValue?.map { (FieldValue.source($0["sent"] ?? .null), $0["stored"].map(FieldValue.init)) } ?? []
    }
}

struct SampleError: Error { var message: String }

extension FieldSchema {
    init(sample json: JSONValue?) throws {
        guard let json, let id = json["id"]?.stringValue.flatMap(FieldID.init(rawValue:)),
            let name = json["name"]?.stringValue, let type = json["type"]?.stringValue
        else { throw SampleError(message: "\(String(describing: json)) is no field") }
        self.init(id: id, name: name, type: FieldType(type), options: json["options"]?.objectValue ?? [:])
    }
}
