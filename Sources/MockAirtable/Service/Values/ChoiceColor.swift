/// The colours of choices (airtable-api.md 4.8).
enum ChoiceColor {
    static let hues = ["blue", "cyan", "teal", "green", "yellow", "orange", "red", "pink", "purple", "gray"]
    static let shades = ["Light2", "Light1", "Bright", "Dark1"]

    /// The ten names that checkboxes and ratings take.
    static let bright = Set(hues.map { $0 + "Bright" })
    static let all = Set(hues.flatMap { hue in shades.map { hue + $0 } })

    /// The colour of the choice that is made when there are `number` already: through the hues, then the shades.
    static func automatic(number: Int) -> String {
        hues[number % hues.count] + shades[number / hues.count % shades.count]
    }
}
