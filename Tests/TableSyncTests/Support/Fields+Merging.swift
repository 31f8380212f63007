import TableModel

extension Fields {
    /// These cells with `others` besides and in the place of those of the same names.
    func merging(_ others: Fields) -> Fields {
        var merged = self
        for (name, value) in others { merged[name] = value }
        return merged
    }
}
