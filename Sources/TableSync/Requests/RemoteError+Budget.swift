public import TableModel

extension RemoteError.Code {
    /// A read came to the end of what ``RunOptions/maxRequests`` allows; the service was not asked.
    public static let budgetReached = RemoteError.Code("budget-reached")
}
