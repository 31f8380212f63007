import RateLimiting
import Testing

@testable import TableSync
@testable import TableSyncCommand

@Suite struct ProgressLineTests {
    private func progress(
        done: Int = 420, of rows: Int? = 1_000, failed: Int = 0, requests: Int = 43, repeats: Int = 0,
        toCome: Int? = 58,
        elapsed: Duration = .milliseconds(8_400), left: Duration? = .seconds(12)
    ) -> TableSync.Progress {
        var progress = TableSync.Progress()
        progress.counts.created = done - failed
        progress.counts.failed = failed
        progress.rowCount = rows
        progress.requests = requests
        progress.repeats = repeats
        progress.requestsToCome = toCome
        progress.elapsed = elapsed
        progress.timeLeft = left
        return progress
    }

    private func bar(_ view: ProgressView, _ title: String = "users", width: Int = 100) -> String {
        ProgressLine.bar(view, title: title, width: width, hasColor: false)
    }

    @Test func `a bar has rows, requests, rate and time left`() {
        #expect(
            bar(ProgressView(progress()))
                == "users ━━━━━━━━━━━━╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌ 420/1,000 rows · 43 requests · 4.8/s · 12.0 s left")
        #expect(
            ProgressLine.text(ProgressView(progress(failed: 2, repeats: 1)), title: "users")
                == "users: 420/1,000 rows · 2 failed · 43 requests · 1 repeated · 4.8/s · 12.0 s left")
    }

    @Test func `between two reports the time goes on`() {
        let view = ProgressView(progress(), sinceThen: .milliseconds(2_500))
        #expect(view.elapsed == .milliseconds(10_900))
        #expect(view.timeLeft == .milliseconds(9_500))
        #expect(ProgressView(progress(), sinceThen: .seconds(60)).timeLeft == .zero)
    }

    @Test(
        arguments: [
            (.refused, "refused by the service"), (.lostAnswer, "an answer was lost"),
        ] as [(TableSync.Progress.Wait.Reason, String)])
    func `a wait says why it is and how long it lasts`(reason: TableSync.Progress.Wait.Reason, words: String) {
        var progress = progress()
        progress.waiting = .init(reason: reason, until: TimePoint(.seconds(30)))
        let view = ProgressView(progress, at: TimePoint(.milliseconds(6_600)))
        #expect(
            ProgressLine.text(view, title: "t") == "t: 420/1,000 rows · \(words), waiting 23.4 s · 43 requests")
        #expect(ProgressView(progress, at: TimePoint(.seconds(30))).wait == nil)
    }

    @Test func `an outage says how long it has lasted and when the next try is, also while that is under way`() {
        var progress = progress(left: nil)
        progress.waiting = .init(reason: .outage, until: TimePoint(.seconds(300)), since: TimePoint(.seconds(100)))
        let words = { (seconds: Int) in
            ProgressLine.text(ProgressView(progress, at: TimePoint(.seconds(seconds))), title: "t")
        }
        #expect(
            words(280)
                == "t: 420/1,000 rows · service not reached for 3 min 0 s, next try in 20.0 s · 43 requests")
        #expect(words(301) == "t: 420/1,000 rows · service not reached for 3 min 21 s, trying again · 43 requests")
        let view = ProgressView(progress, at: TimePoint(.seconds(280)))
        #expect(bar(view, width: 80).contains("next try in 20.0 s"))
    }

    @Test func `five requests in each second are five a second at every moment`() {
        for tenth in 10...100 {
            let elapsed = Duration.milliseconds(tenth * 100 + 50)
            let sent = 5 * (tenth / 10 + 1)
            let view = ProgressView(progress(requests: sent, elapsed: elapsed))
            #expect(view.requestsPerSecond == 5)
        }
        #expect(ProgressView(progress(elapsed: .milliseconds(900))).requestsPerSecond == nil)
    }

    @Test func `what is not known is not shown`() {
        #expect(
            ProgressLine.text(
                ProgressView(progress(of: nil, toCome: nil, elapsed: .milliseconds(300), left: nil)), title: "t")
                == "t: 420 rows · 43 requests")
        #expect(ProgressLine.text(ProgressView(progress(toCome: 0, left: .zero)), title: "t").hasSuffix("4.8/s"))
    }

    @Test(arguments: [0, 1, 2, 5, 10, 20, 40, 60, 75, 80, 81, 100, 300])
    func `no line reaches the terminal's last column`(_ width: Int) {
        for title in ["users", "", "顧客名簿の表はとても長い名前を持っている", "👩‍👩‍👧 families", String(repeating: "x", count: 200)] {
            let line = bar(ProgressView(progress()), title, width: width)
            #expect(ProgressLine.columns(line) < max(width, 1))
            #expect(!line.contains("\n"))
        }
    }

    @Test(arguments: 0...1_000)
    func `the filled part is never more than was done`(_ done: Int) {
        let line = bar(ProgressView(progress(done: done)))
        #expect(line.count { $0 == "━" } == 30 * done / 1_000)
    }

    @Test func `colour is there only when it is welcome`() {
        let view = ProgressView(progress())
        #expect(ProgressLine.bar(view, title: "t", width: 100, hasColor: true).contains("\u{1B}[32m"))
        #expect(!ProgressLine.bar(view, title: "t", width: 100, hasColor: false).contains("\u{1B}"))
    }

    @Test func `a title cannot move the cursor`() {
        #expect(!bar(ProgressView(progress()), "a\u{1B}[2Jb\nc\td").contains { "\u{1B}\n\t".contains($0) })
    }
}
