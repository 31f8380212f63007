import TableModel

extension Attempt {
    /// This attempt with `secret` struck out of its error, should a proxy have echoed the request's header.
    func withoutSecret(_ secret: String) -> Attempt {
        func struckOut(_ error: RemoteError) -> RemoteError {
            var error = error
            func struckOut(_ text: String?) -> String? { text?.replacing(secret, with: "[token]") }
            error.message = error.message.replacing(secret, with: "[token]")
            error.type = struckOut(error.type)
            error.requestID = struckOut(error.requestID)
            error.mention = error.mention.map {
                .init(field: struckOut($0.field), value: struckOut($0.value), recordID: $0.recordID)
            }
            return error
        }
        return switch self {
        case .applied: self
        case .notApplied(let error): .notApplied(struckOut(error))
        case .unknown(let error): .unknown(struckOut(error))
        case .rejected(let error): .rejected(struckOut(error))
        case .fatal(let error): .fatal(struckOut(error))
        }
    }
}
