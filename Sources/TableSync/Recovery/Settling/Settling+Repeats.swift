import FoundationEssentials
import TableModel

extension Settling {
    /// Writes down which of the records were created that a repeat was answered as changes of: those that an earlier sending of the
    /// same rows made. The run died before it had said so. Sends nothing.
    func concludeRepeats(_ ledger: Ledger) async throws {
        let repeated = ledger.perhapsCreated
        guard !repeated.isEmpty else { return }
        let lines = try journal.lines(of: run, Set(repeated.map(\.operation)))
        for page in repeated.pages(of: reader.recordsPerPage) {
            let sent = try journal.writes(at: page.map(\.doubt.intent))
            let told = try journal.records(at: page.map(\.deed.told))
            let created = page.compactMap { operation, deed, doubt -> RowOutcome? in
                guard let element = sent[doubt.intent]?.element, let record = told[deed.told] else { return nil }
                let lead = doubt.clockLead ?? ledger.firstClockLead ?? 0
                let sentAt = doubt.sentAt(ahead: lead).upperBound
                guard content.isOwn(record, of: element.fields, sentAt: sentAt) else { return nil }
                return RowOutcome(index: operation, line: lines[operation] ?? 0, result: .created(record))
            }
            if !created.isEmpty { try await log.record(.outcomes(created)) }
        }
    }
}
