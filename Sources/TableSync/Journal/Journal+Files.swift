import FoundationEssentials

extension Journal {
    /// The files of the journals in a state folder, one for each base, in the order of their paths; none if there is no such
    /// folder. Each can be opened with ``init(at:in:time:patience:)``.
    public static func files(in stateFolder: String) -> [String] {
        let folder = stateFolder + "/journals"
        let paths = (try? FileManager.default.subpathsOfDirectory(atPath: folder)) ?? []
        return paths.filter { $0.hasSuffix(".sqlite") }.sorted().map { "\(folder)/\($0)" }
    }
}
