import HTTPTypes
import JSONText
import TableModel

@testable import MockAirtable

/// A service with one base and one table, and short ways to send it requests at set instants.
struct ServiceHarness {
    static let base = BaseID(unchecked: "appAAAAAAAAAAAAAA")
    /// 2026-03-01T09:30:00.250Z, a Sunday.
    static let start = ServiceInstant(millisecondsSince1970: 1_772_357_400_250)

    var service: AirtableService
    var now = Self.start
    let tableID: TableID

    /// The rate is off unless the configuration is changed so.
    init(_ change: (inout ServiceConfiguration) -> Void = { _ in }) throws {
        var configuration = ServiceConfiguration()
        configuration.rate.isEnforced = false
        change(&configuration)
        service = AirtableService(configuration: configuration)
        tableID = try service.createTable(Self.people, in: Self.base)
    }

    /// One field of every type.
    static let people: JSONValue = [
        "name": "People",
        "fields": [
            ["name": "Name", "type": "singleLineText"],
            ["name": "Notes", "type": "multilineText"],
            ["name": "Story", "type": "richText"],
            ["name": "Email", "type": "email"],
            ["name": "Site", "type": "url"],
            ["name": "Phone", "type": "phoneNumber"],
            ["name": "Qty", "type": "number", "options": ["precision": 2]],
            ["name": "Price", "type": "currency", "options": ["precision": 2, "symbol": "$"]],
            ["name": "Share", "type": "percent", "options": ["precision": 1]],
            ["name": "Time", "type": "duration", "options": ["durationFormat": "h:mm:ss"]],
            ["name": "Stars", "type": "rating", "options": ["icon": "star", "max": 5, "color": "yellowBright"]],
            ["name": "Done", "type": "checkbox", "options": ["icon": "check", "color": "greenBright"]],
            [
                "name": "Status", "type": "singleSelect",
                "options": [
                    "choices": [["name": "Open"], ["name": "Busy", "color": "redBright"], ["name": "Closed"]]
                ],
            ],
            [
                "name": "Tags", "type": "multipleSelects",
                "options": ["choices": [["name": "red"], ["name": "green"], ["name": "blue"]]],
            ],
            ["name": "Due", "type": "date", "options": ["dateFormat": ["name": "iso"]]],
            [
                "name": "Seen", "type": "dateTime",
                "options": [
                    "dateFormat": ["name": "iso"], "timeFormat": ["name": "24hour"], "timeZone": "utc",
                ],
            ],
            ["name": "Files", "type": "multipleAttachments"],
            ["name": "Owner", "type": "singleCollaborator"],
            ["name": "Team", "type": "multipleCollaborators"],
            ["name": "Code", "type": "barcode"],
            ["name": "No", "type": "autoNumber"],
            ["name": "Made", "type": "createdTime"],
        ],
    ]

    struct Answer: Equatable {
        var status: Int
        var body: JSONValue
    }

    static func request(
        _ method: HTTPRequest.Method, _ target: String, token: String? = "patTEST", body: JSONValue? = nil
    ) -> ServiceRequest {
        var request = HTTPRequest(method: method, scheme: "https", authority: "api.airtable.com", path: target)
        if let token { request.headerFields[.authorization] = "Bearer \(token)" }
        return ServiceRequest(request, body: body?.bytes ?? [])
    }

    mutating func reply(
        _ method: HTTPRequest.Method, _ target: String, token: String? = "patTEST", body: JSONValue? = nil
    ) -> ServiceReply {
        service.handle(Self.request(method, target, token: token, body: body), at: now)
    }

    /// Sends to `/v0/{base}/People` followed by `rest`.
    mutating func people(_ method: HTTPRequest.Method, _ rest: String = "", _ body: JSONValue? = nil) throws -> Answer {
        try send(method, "/v0/\(Self.base)/People\(rest)", body)
    }

    mutating func send(
        _ method: HTTPRequest.Method, _ target: String, _ body: JSONValue? = nil, token: String? = "patTEST"
    ) throws -> Answer {
        guard case .answer(let head, let bytes) = reply(method, target, token: token, body: body).ending else {
            throw HarnessError.noAnswer
        }
        return Answer(status: head.status.code, body: try JSONValue(parsing: bytes))
    }

    /// Creates one record and gives the value of one of its cells as answered; the refusal if it was refused.
    mutating func written(_ value: JSONValue, to field: String, typecast: Bool = false) throws -> Written {
        let answer = try people(
            .post, "", ["fields": [field: value], "typecast": .bool(typecast)])
        guard answer.status == 200 else {
            return .refused(answer.body["error"]?["type"]?.stringValue, answer.body["error"]?["message"]?.stringValue)
        }
        return .cell(answer.body["fields"]?[field])
    }

    enum Written: Equatable {
        case cell(JSONValue?)
        case refused(String?, String?)
    }

    enum HarnessError: Error { case noAnswer }

    /// The records as a test sees them, oldest first.
    func records() throws -> [MockRecord] { try service.records(of: "People", in: Self.base) }

    /// The values of one field over all records, oldest first.
    func column(_ name: String) throws -> [JSONValue?] { try records().map { $0.cells[name] } }

    mutating func insert(_ rows: [JSONObject]) throws -> [RecordID] {
        try service.insert(rows, into: "People", in: Self.base, at: now)
    }
}

/// `{"error":{"type":…,"message":…}}`
func refusal(_ type: String, _ message: String? = nil) -> JSONValue {
    var error: JSONObject = ["type": .string(type)]
    error["message"] = message.map(JSONValue.string)
    return ["error": .object(error)]
}

extension JSONValue {
    /// The ids of the `records` of an answer.
    var recordIDs: [String] { self["records"]?.arrayValue?.compactMap { $0["id"]?.stringValue } ?? [] }
}
