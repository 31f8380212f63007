/// The choices that a misspelt name may have meant, nearest first, at most three.
///
/// Near is: equal but for case, or at most two edits away (one for names of three letters or fewer). Names longer than
/// ``longest`` are compared by case only, and choices after the first ``most`` not at all, to bound the work.
struct NearChoices {
    let names: [String]

    static let longest = 60
    static let most = 1000

    init(to text: String, among choices: [String]) {
        let wanted = Array(text.lowercased())
        let limit = wanted.count <= 3 ? 1 : 2
        let near = choices.prefix(Self.most).enumerated().compactMap {
            position, name -> (distance: Int, position: Int, name: String)? in
            let candidate = Array(name.lowercased())
            if candidate == wanted { return (0, position, name) }
            guard max(candidate.count, wanted.count) <= Self.longest, abs(candidate.count - wanted.count) <= limit
            else { return nil }
            let distance = Self.distance(candidate, wanted)
            return distance <= limit ? (distance, position, name) : nil
        }
        names = near.sorted { ($0.distance, $0.position) < ($1.distance, $1.position) }.prefix(3).map(\.name)
    }

    /// Levenshtein's distance.
    private static func distance(_ left: [Character], _ right: [Character]) -> Int {
        var row = Array(0...right.count)
        for (i, character) in left.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, other) in right.enumerated() {
                let substitution = diagonal + (character == other ? 0 : 1)
                diagonal = row[j + 1]
                row[j + 1] = min(substitution, row[j] + 1, diagonal + 1)
            }
        }
        return row[right.count]
    }
}
