import HTTPTypes
import JSONText
import RateLimiting
import TableModel

/// Tells what became of a request that was sent once, from its answer or the lack of one.
///
/// What may have happened decides, not how bad the status looks (design.md 5.2).
struct AttemptClassifier: Sendable {
    var attempted: String
    var subject: APIRequest.Subject
    /// Whether the request changes nothing, whatever became of it.
    var isRead: Bool
    /// The id by which our log knows the request; the service's own takes its place.
    var requestID: String

    /// The meaning of an exchange; `decode` reads what a success says.
    func attempt<Answer>(
        _ exchange: Result<TransportAnswer, TransportError>,
        decode: (ServiceAnswer) throws(UnreadableAnswer) -> Answer
    ) -> Attempt<Answer> {
        switch exchange {
        case .failure(let error):
            let remote = self.error(of: error)
            return error.mayHaveArrived ? .unknown(remote) : .notApplied(remote)
        case .success(let answer):
            guard answer.response.status.kind == .successful else { return refusal(answer) }
            do {
                return .applied(try decode(read(answer)))
            } catch {
                return .unknown(unreadable(answer, error))
            }
        }
    }

    /// What an answer means for the pace: only a refusal that waiting mends closes it.
    static func permitAnswer(to answer: TransportAnswer) -> PermitAnswer {
        guard answer.response.status.code == 429 else { return .counted }
        let meaning = ErrorMeaning(status: 429, body: ErrorBody(answer.body), subject: .table)
        return meaning.code == .quotaExceeded ? .counted : .refused(retryAfter: answer.retryAfter)
    }

    private func read(_ answer: TransportAnswer) throws(UnreadableAnswer) -> ServiceAnswer {
        guard !answer.body.isEmpty else { throw UnreadableAnswer("it is empty") }
        do {
            return ServiceAnswer(json: try JSONValue(parsing: answer.body), serverTime: answer.date)
        } catch {
            // Where, and not what: the reader quotes what it finds, which may be cells.
            throw UnreadableAnswer("it is not JSON from byte \(error.offset) of \(answer.body.count) on")
        }
    }

    private func unreadable(_ answer: TransportAnswer, _ error: UnreadableAnswer) -> RemoteError {
        RemoteError(
            .unreadableAnswer, status: answer.response.status.code,
            message: "the answer makes no sense: \(error.reason)", attempted: attempted,
            remedy: "Check the service's address, and whether a proxy answers in its place.", requestID: id(of: answer))
    }

    private func error(of error: TransportError) -> RemoteError {
        let lost =
            isRead
            ? "Reading changes nothing, so try again; check the service's address if this goes on."
            : "It may have been carried out all the same; look before sending it again."
        let (code, remedy): (RemoteError.Code, String) =
            switch error.code {
            case .unreachable: (.unreachable, "Check the network and the service's address.")
            case .noAnswer: (.noAnswer, lost)
            case .unreadableAnswer: (.unreadableAnswer, lost)
            }
        return RemoteError(
            code, message: error.message, attempted: attempted,
            remedy: error.mayHaveArrived || error.code == .unreachable ? remedy : nil, requestID: requestID)
    }

    private func refusal<Answer>(_ answer: TransportAnswer) -> Attempt<Answer> {
        let status = answer.response.status.code
        let body = ErrorBody(answer.body)
        let meaning = ErrorMeaning(status: status, body: body, subject: subject)
        let message = body.message ?? ""
        let error = RemoteError(
            meaning.code, status: status, type: body.type, message: message, attempted: attempted,
            remedy: meaning.remedy, retryAfter: answer.retryAfter,
            mention: MentionParser.mention(in: message), requestID: id(of: answer))
        switch status {
        case 429: return error.code == .quotaExceeded ? .fatal(error) : .notApplied(error)
        case 503 where body.type == "RETRIABLE_ERROR": return .notApplied(error)
        // A proxy that tired of waiting says 408; the service behind it may be at work still.
        case 408, 500..<600: return .unknown(error)
        case 400, 413, 414, 422: return .rejected(error)
        case 404: return error.code == .unknownRecord || subject == .record ? .rejected(error) : .fatal(error)
        case 403: return error.code == .notFound ? .rejected(error) : .fatal(error)
        default: return .fatal(error)
        }
    }

    private func id(of answer: TransportAnswer) -> String {
        answer.serviceRequestID ?? requestID
    }
}
