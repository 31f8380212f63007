/// Rich text as the service gives it back: read as Markdown and written anew (airtable-api.md 4.5).
///
/// Line breaks become `\n`, spaces at the ends of lines go, `* item` becomes `- item`, strong text is marked with `**` and
/// emphasised text with `_`, marks that mark nothing get a backslash, and one line break ends it all. What was rewritten
/// once is not changed by a second time. A text in which the new marks would mean something else than the old ones keeps
/// those, and only its lines are rewritten.
enum RichText {
    /// What a cleared cell reads (airtable-api.md 4.1).
    static let cleared = "\n"

    /// Empty for text without content.
    static func rewritten(_ text: String) -> String {
        let lines = RichTextLines(text)
        guard !lines.isEmpty else { return "" }
        let rewritten = lines.mapBlocks(RichTextMarks.rewritten)
        // The second time sees what the service would when it reads the text back.
        let again = RichTextLines(rewritten.text).mapBlocks(RichTextMarks.rewritten)
        return again.text == rewritten.text ? rewritten.text : lines.text
    }
}
