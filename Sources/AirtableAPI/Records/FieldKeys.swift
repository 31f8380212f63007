/// What names the cells of the records that a table answers.
public enum FieldKeys: Sendable, Hashable {
    /// Field names, as people see them. A rename changes them.
    case names
    /// Field ids, `fld…`, which stay. Requests take both at any time.
    case ids
}
