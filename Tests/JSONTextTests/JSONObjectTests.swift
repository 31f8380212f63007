import Testing

@testable import JSONText

struct JSONObjectTests {
    @Test("Members keep their order, whatever is done to them")
    func order() {
        var object: JSONObject = ["b": 1, "a": 2, "c": 3]
        object["a"] = 20
        object["d"] = 4
        object["b"] = nil
        object["x"] = nil
        #expect(object.names == ["a", "c", "d"])
        #expect(object.values == [20, 3, 4])
        object["b"] = 5
        #expect(JSONValue.object(object).text == #"{"a":20,"c":3,"d":4,"b":5}"#)
        #expect(object["nothing"] == nil)
        #expect(object != ["b": 5, "a": 20, "c": 3, "d": 4])
    }

    @Test("Of two members of one name the last value stands, in the first one's place")
    func repeatedNames() {
        let object = JSONObject([("a", 1), ("b", 2), ("a", 3)])
        #expect(object.names == ["a", "b"])
        #expect(object.values == [3, 2])
    }

    @Test("A null member is a member")
    func nullMember() {
        var object = JSONObject()
        #expect(object.isEmpty)
        object["a"] = .some(.null)
        #expect(object.count == 1)
        #expect(object["a"] == .some(.null))
    }

    @Test("Values give what they are and nothing else")
    func accessors() throws {
        let value = try JSONValue(parsing: #"{"s":"x","b":false,"n":1,"a":[1],"o":{},"z":null}"#)
        #expect(value["s"]?.stringValue == "x")
        #expect(value["b"]?.boolValue == false)
        #expect(value["n"]?.numberValue?.intValue == 1)
        #expect(value["a"]?.arrayValue == [1])
        #expect(value["o"]?.objectValue == JSONObject())
        #expect(value["z"]?.isNull == true)
        #expect(value["missing"] == nil)
        for name in ["b", "n", "a", "o", "z"] { #expect(value[name]?.stringValue == nil) }
        for name in ["s", "n", "a", "o", "z"] { #expect(value[name]?.boolValue == nil) }
        for name in ["s", "b", "a", "o", "z"] { #expect(value[name]?.numberValue == nil) }
        for name in ["s", "b", "n", "o", "z"] { #expect(value[name]?.arrayValue == nil) }
        for name in ["s", "b", "n", "a", "z"] { #expect(value[name]?.objectValue == nil) }
        for name in ["s", "b", "n", "a", "o"] { #expect(value[name]?.isNull == false) }
        #expect(value["a"]?["s"] == nil)
    }
}
