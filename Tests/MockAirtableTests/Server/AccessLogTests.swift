import HTTPTypes
import TableModel
import TestSupport
import Testing

@testable import MockAirtable

@Suite("The access log")
struct AccessLogTests {
    private static let start = ServiceInstant(millisecondsSince1970: 1_772_357_400_250)

    private func entry(
        at instant: ServiceInstant = start, path: String = "/v0/appAAAAAAAAAAAAAA/Users", status: Int? = 200,
        records: Int = 10
    ) -> AccessLogEntry {
        AccessLogEntry(
            index: 0, received: instant, counted: instant + .microseconds(50_125), ended: instant + .milliseconds(152),
            method: .patch, path: path, verb: .upsert, recordCount: records, status: status,
            isAdmitted: status != 429, connection: 3)
    }

    @Test("An entry is one line for people")
    func text() {
        #expect(
            entry().text
                == "09:30:00.300  PATCH /v0/appAAAAAAAAAAAAAA/Users  200  10 records  152 ms  connection 3")
        #expect(
            entry(status: 429, records: 1).text
                == "09:30:00.300  PATCH /v0/appAAAAAAAAAAAAAA/Users  429  1 record  refused  152 ms  connection 3")
        #expect(
            entry(status: nil, records: 0).text
                == "09:30:00.300  PATCH /v0/appAAAAAAAAAAAAAA/Users  no answer  152 ms  connection 3")
    }

    @Test("An entry is one line of JSON for programs, with times to the microsecond")
    func json() {
        #expect(
            String(decoding: entry(status: nil).jsonLine, as: UTF8.self)
                == #"{"received":1772357400250,"counted":1772357400300.125,"ended":1772357400402,"method":"PATCH","#
                + #""path":"/v0/appAAAAAAAAAAAAAA/Users","verb":"upsert","records":10,"status":null,"admitted":true,"#
                + #""connection":3}"# + "\n")
    }

    @Test("The summary counts requests, refusals and the busiest second of the busiest base")
    func summary() {
        var tally = AccessTally()
        #expect(tally.summary.text == "0 requests, none refused (429), at most 0 to one base in any second.")
        for step in 0..<6 {
            tally.add(entry(at: Self.start + .milliseconds(200 * step), status: step == 5 ? 429 : 200))
            tally.add(entry(at: Self.start + .milliseconds(200 * step), path: "/v0/appBBBBBBBBBBBBBB/Users"))
            tally.add(entry(at: Self.start, path: "/v0/meta/whoami"))
        }
        #expect(tally.summary.text == "18 requests, 1 refused (429), at most 5 to one base in any second.")
    }

    @Test("The busiest second is what counting over all pairs of requests gives", arguments: UInt64(1)...20)
    func rollingPeak(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var instants: [ServiceInstant] = []
        var instant = Self.start
        for _ in 0..<400 {
            // Gaps that often make exactly a second, and steps back by a little.
            instant = instant + .milliseconds([0, 1, 10, 50, 100, 250, 500, 1000].randomElement(using: &random) ?? 0)
            // Every other seed keeps them in order, so that some are exactly a second apart.
            let late = seed.isMultiple(of: 2) ? 0 : Int.random(in: 0...3, using: &random)
            instants.append(instant - .milliseconds(late))
        }
        var peak = RollingPeak()
        for instant in instants { peak.add(instant) }
        let expected = instants.map { first in
            instants.count { $0 >= first && $0 - first < .seconds(1) }
        }.max()
        #expect(peak.highest == expected, "seed \(seed)")
    }

    @Test("The start tells address, bases, limits and state, and never a token")
    func startText() {
        var options = ServeOptions()
        options.configuration.access.tokens = [ServiceToken("patSECRET")]
        let start = ServerStart(options, bases: [(BaseID(unchecked: "appAAAAAAAAAAAAAA"), "Sales")], port: 8473)
        #expect(
            start.text == """
                Mock Airtable is listening on http://127.0.0.1:8473
                  token   the one that was given
                  base    appAAAAAAAAAAAAAA Sales
                  bases   any id of the form app + 14 letters or digits; a base is made when it is first used
                  limits  5 requests a second to a base, 50 of a user; 30 s of refusals after one too many
                  state   in memory, gone at the end
                Stop it with Ctrl-C.
                """)
        options.configuration.access.tokens = nil
        options.configuration.access.createsBasesOnDemand = false
        options.configuration.rate.isEnforced = false
        options.host = "::1"
        options.stateFile = "mock.sqlite"
        #expect(
            ServerStart(options, bases: [], port: 1).text == """
                Mock Airtable is listening on http://[::1]:1
                  token   any
                  bases   none
                  limits  none
                  state   mock.sqlite
                Stop it with Ctrl-C.
                """)
    }
}
