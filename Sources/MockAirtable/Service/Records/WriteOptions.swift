/// How records are written where the real service's rule is not known for certain (airtable-api.md 12).
public struct WriteOptions: Sendable, Hashable {
    /// What two records of one upsert request with the same key are matched with.
    public enum RepeatedKey: Sendable, Hashable {
        /// All records are matched with the table as it was before the request.
        case matchedBefore
        /// Each record is matched with the table as the records before it left it.
        case sequential
    }

    /// The types of fields that upserts merge on.
    public enum MergeTypes: Sendable, Hashable {
        /// number, singleLineText, multilineText, singleSelect, multipleSelects and date.
        case documented
        /// Those, and email, url, phoneNumber, currency, percent, rating, duration and dateTime.
        case wide
    }

    /// What becomes of a request for a record by the address of another table.
    public enum ForeignRecord: Sendable, Hashable {
        /// Getting a record by an address that names another table of its base gives it.
        case found
        /// It is answered like one that does not exist.
        case missing
    }

    /// What a write does to the modified time of a record that holds the same already.
    public enum UnchangedWrite: Sendable, Hashable {
        /// A write of what the cells hold already leaves the record's modified time as it is.
        case leavesTime
        /// It counts as a modification.
        case setsTime
    }

    /// What a write does to the modified time of the records at the other end of its links.
    public enum LinkedRecord: Sendable, Hashable {
        /// Its modified time stays: whoever asks for what was modified does not hear of it.
        case leavesTime
        /// It counts as modified by whoever wrote the other end.
        case setsTime
    }

    /// What becomes of one key twice in one upsert request (12 #11).
    public var repeatedKey = RepeatedKey.matchedBefore
    /// The types of fields that upserts merge on (12 #12).
    public var mergeTypes = MergeTypes.documented
    /// Getting a record of another table (12 #6).
    public var foreignRecord = ForeignRecord.found
    /// What a write that changes no cell does (12 #29).
    public var unchangedWrite = UnchangedWrite.leavesTime
    /// What becomes of a record whose link cell changes because the other end of the link was written or deleted.
    /// Not known of the real service; a reader of changes who trusts modified times misses such cells by default.
    public var linkedRecord = LinkedRecord.leavesTime

    /// Makes the defaults: what airtable-api.md 12 holds for likely.
    public init() {}
}
