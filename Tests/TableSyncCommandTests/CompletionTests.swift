import ArgumentParser
import Testing

@testable import TableSyncCommand

@Suite struct CompletionTests {
    @Test func `arguments that name files complete to files`() {
        let lines = TableSyncTool.completionScript(for: .zsh).split(separator: "\n").filter { $0.contains("_files") }
        for (option, count) in [
            ("--config[", 7), ("--combined[", 3), ("--failed-out[", 3), ("{--output,-o}", 2),
            ("':file:_files", 3), ("':plan:_files", 1),
        ] {
            #expect(lines.count { $0.contains(option) } == count, "\(option)\n\(lines.joined(separator: "\n"))")
        }
    }
}
