public import HTTPTypes
import JSONText
public import TableModel

/// What a server remembers of one request: enough to measure a client's pace, and nothing that is secret.
///
/// The query and the headers are left out: a token is in neither of what is kept.
public struct AccessLogEntry: Sendable, Hashable {
    /// Counts the requests from 0, in the order in which they were counted.
    public var index: Int
    /// When the whole request had been read.
    public var received: ServiceInstant
    /// When it was counted: ``received`` and the latency before the count. This is the instant that rates are about.
    public var counted: ServiceInstant
    /// When its answer began to be sent, or its connection was closed.
    public var ended: ServiceInstant
    /// The HTTP method, as it was sent.
    public var method: HTTPRequest.Method
    /// The path without the query, percent-encoded.
    public var path: String
    /// What it asked for.
    public var verb: RequestVerb
    /// How many records it carried or named; 0 for requests that read.
    public var recordCount: Int
    /// The status of the answer; nil if there was none.
    public var status: Int?
    /// Whether it was admitted: neither was it refused for its rate nor was its connection refused.
    public var isAdmitted: Bool
    /// The connection on which it came; the server counts them from 1.
    public var connection: Int

    /// The base that the path names.
    public var base: BaseID? {
        path.split(separator: "/").lazy.compactMap { BaseID(rawValue: String($0)) }.first
    }
}

extension AccessLogEntry {
    /// The entry for people, in one line: `10:12:03.456  PATCH /v0/app…/Users  200  10 records  152 ms  connection 3`.
    ///
    /// The time of day is that of the count, in UTC.
    public var text: String {
        var parts = [counted.clockText, "\(method) \(path)", status.map(String.init) ?? "no answer"]
        if recordCount > 0 { parts.append(recordCount == 1 ? "1 record" : "\(recordCount) records") }
        if !isAdmitted { parts.append("refused") }
        parts.append("\((ended - received).wholeNanoseconds / 1_000_000) ms")
        parts.append("connection \(connection)")
        return parts.joined(separator: "  ")
    }

    /// The entry for programs: one line of JSON with a line feed. Times are milliseconds since 1970, to the microsecond.
    ///
    ///     {"received":1763721123456.789,"counted":…,"ended":…,"method":"PATCH","path":"/v0/app…/Users","verb":"upsert",
    ///      "records":10,"status":200,"admitted":true,"connection":3}
    ///
    /// `status` is null if there was no answer.
    public var jsonLine: [UInt8] {
        let object: JSONObject = [
            "received": received.milliseconds, "counted": counted.milliseconds, "ended": ended.milliseconds,
            "method": .string(method.rawValue), "path": .string(path), "verb": .string(verb.rawValue),
            "records": .number(JSONNumber(recordCount)),
            "status": status.map { .number(JSONNumber($0)) } ?? .null, "admitted": .bool(isAdmitted),
            "connection": .number(JSONNumber(connection)),
        ]
        return JSONValue.object(object).bytes + [UInt8(ascii: "\n")]
    }
}

extension ServiceInstant {
    /// Milliseconds since 1970 with three decimals; a double holds them exactly enough until the year 2200.
    fileprivate var milliseconds: JSONValue {
        let microseconds = nanosecondsSince1970.floorDivided(by: 1000)
        return JSONNumber(Double(microseconds) / 1000).map(JSONValue.number) ?? .null
    }

    /// `10:12:03.456` in UTC.
    fileprivate var clockText: String { String(isoText.dropFirst(11).dropLast()) }
}
