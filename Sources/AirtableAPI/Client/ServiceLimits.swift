/// The limits of Airtable's Web API that `RemoteLimits.airtable` does not hold, each with its source.
enum ServiceLimits {
    /// Bytes of a request's URL, enforced since 2022-12-12
    /// (support.airtable.com, "Enforcement of URL length limit for Web API requests").
    static let urlLength = 16_000
}
