import HTTPTypes
import JSONText
import TableModel
import Testing

@testable import MockAirtable

/// airtable-api.md 5.1 and 12 #1 to #4.
@Suite struct ServiceRateTests {
    /// Sends a list at each instant, in milliseconds after the start, and gives the statuses.
    private func statuses(
        at milliseconds: [Int], _ change: (inout ServiceConfiguration) -> Void = { _ in }
    ) throws -> [Int] {
        var harness = try ServiceHarness {
            $0.rate.isEnforced = true
            change(&$0)
        }
        return try milliseconds.map { millisecond in
            harness.now = ServiceHarness.start + .milliseconds(millisecond)
            return try harness.people(.get).status
        }
    }

    @Test(
        "Any rolling second admits five, and the sixth starts a penalty of exactly 30 s",
        arguments: [
            ([0, 0, 0, 0, 0, 1000], [200, 200, 200, 200, 200, 200]),
            ([0, 0, 0, 0, 0, 999], [200, 200, 200, 200, 200, 429]),
            ([0, 0, 0, 0, 0, 0, 29_999, 30_000], [200, 200, 200, 200, 200, 429, 429, 200]),
            ([0, 200, 400, 600, 800, 1000, 1200, 1399], [200, 200, 200, 200, 200, 200, 200, 429]),
            // Requests during the penalty do not make it longer.
            ([0, 0, 0, 0, 0, 10, 20_000, 30_009, 30_010], [200, 200, 200, 200, 200, 429, 429, 429, 200]),
            // Refused requests take no place in the window that opens after it.
            (
                [0, 0, 0, 0, 0, 0, 29_990, 30_000, 30_000, 30_000, 30_000, 30_000],
                [200, 200, 200, 200, 200, 429, 429, 200, 200, 200, 200, 200]
            ),
        ])
    func window(instants: [Int], expected: [Int]) throws {
        #expect(try statuses(at: instants) == expected)
    }

    @Test("With the switch on, a request during the penalty begins it anew (12 #3)")
    func extendedPenalty() throws {
        let instants = [0, 0, 0, 0, 0, 0, 20_000, 30_000, 49_999, 79_999]
        let statuses = try statuses(at: instants) { $0.rate.refusalsExtendPenalty = true }
        #expect(statuses == [200, 200, 200, 200, 200, 429, 429, 429, 429, 200])
    }

    @Test("Against a plain model, random arrivals get the same answers", arguments: UInt64(1)...20)
    func model(seed: UInt64) throws {
        var random = IDGenerator(seed: seed)
        var instants: [Int] = []
        var instant = 0
        for _ in 0..<300 {
            instant += Int(random.next() % (random.next() % 20 == 0 ? 12_000 : 260))
            instants.append(instant)
        }
        var admitted: [Int] = []
        var closedUntil = 0
        let expected = instants.map { now in
            if now < closedUntil { return 429 }
            if admitted.count(where: { $0 > now - 1000 }) >= 5 {
                closedUntil = now + 30_000
                return 429
            }
            admitted.append(now)
            return 200
        }
        #expect(try statuses(at: instants) == expected, "seed \(seed)")
        #expect(expected.contains(429) && expected.contains(200), "seed \(seed) tests nothing")
    }

    @Test("Every base has its own window; account calls count for none; unauthenticated ones do not count")
    func separateWindows() throws {
        var harness = try ServiceHarness { $0.rate.isEnforced = true }
        for _ in 0..<20 {
            #expect(try harness.send(.get, "/v0/meta/whoami").status == 200)
            #expect(try harness.send(.get, "/v0/\(ServiceHarness.base)/People", token: nil).status == 401)
        }
        for _ in 0..<5 { #expect(try harness.people(.get).status == 200) }
        #expect(try harness.send(.get, "/v0/meta/bases/appBBBBBBBBBBBBBB/tables").status == 200)
        #expect(try harness.send(.get, "/v0/meta/bases/\(ServiceHarness.base)/tables").status == 429)
    }

    @Test("A user's requests over all bases and tokens are held to 50 in a second")
    func userLimit() throws {
        var harness = try ServiceHarness {
            $0.rate.isEnforced = true
            $0.access.tokens = [
                ServiceToken("a", user: "usrAAAAAAAAAAAAAA"), ServiceToken("b", user: "usrAAAAAAAAAAAAAA"),
            ]
        }
        var statuses: [Int] = []
        for number in 0..<51 {
            let base = "app" + String(repeating: "0", count: 12) + String(10 + number / 5)
            let token = number.isMultiple(of: 2) ? "a" : "b"
            statuses.append(try harness.send(.get, "/v0/meta/bases/\(base)/tables", token: token).status)
        }
        #expect(statuses == Array(repeating: 200, count: 50) + [429])
        #expect(try harness.send(.get, "/v0/meta/whoami", token: "a").status == 429)
    }

    @Test("The body and header of a refusal are those of the switches (12 #1, #2)")
    func shapes() throws {
        let message: JSONValue = "Rate limit exceeded. Please try again later"
        let expected: [(RateRefusalShape, JSONValue)] = [
            (.list, ["errors": [["error": "RATE_LIMIT_REACHED", "message": message]]]),
            (.object, ["error": ["type": "RATE_LIMIT_REACHED", "message": message]]),
            (
                .tooManyRequests,
                [
                    "error": [
                        "type": "TOO_MANY_REQUESTS",
                        "message": "Rate limit of 5 requests per base per second exceeded",
                    ]
                ]
            ),
        ]
        for (shape, body) in expected {
            for retryAfter in [nil, 30] {
                var harness = try ServiceHarness {
                    $0.rate.isEnforced = true
                    $0.rate.refusalShape = shape
                    $0.rate.retryAfter = retryAfter
                }
                for _ in 0..<5 { _ = try harness.people(.get) }
                guard
                    case .answer(let head, let bytes) = harness.reply(.get, "/v0/\(ServiceHarness.base)/People").ending
                else {
                    Issue.record("no answer")
                    continue
                }
                #expect(head.status.code == 429)
                #expect(head.headerFields[.retryAfter] == retryAfter.map(String.init))
                #expect(try JSONValue(parsing: bytes) == body)
            }
        }
    }

    @Test("The month's quota refuses data calls, leaves /meta open and begins anew with the month (5.2, 12 #37)")
    func quota() throws {
        var harness = try ServiceHarness { $0.rate.callsPerMonth = 3 }
        #expect(try harness.people(.get).status == 200)
        #expect(try harness.people(.get, "/rubbish").status == 404)
        #expect(try harness.people(.get).status == 200)
        let refused = try harness.people(.post, "", ["fields": [:]])
        #expect(refused.status == 429)
        let message =
            "API billing plan limit exceeded. You've reached the maximum number of requests allowed for this month."
        #expect(
            refused.body
                == ["errors": [["error": "PUBLIC_API_BILLING_LIMIT_EXCEEDED", "message": .string(message)]]])
        #expect(try harness.send(.get, "/v0/meta/whoami").status == 200)
        #expect(try harness.records().isEmpty)
        // 1 April 2026, 00:00 UTC.
        harness.now = ServiceInstant(secondsSince1970: 1_775_001_599)
        #expect(try harness.people(.get).status == 429)
        harness.now = ServiceInstant(secondsSince1970: 1_775_001_600)
        #expect(try harness.people(.get).status == 200)
    }
}
