public import TableModel

/// What is told when a server has begun to listen. It does not hold the tokens.
public struct ServerStart: Sendable, Hashable {
    /// A base that is there from the start.
    public struct Base: Sendable, Hashable {
        /// The base's id.
        public var id: BaseID
        /// The base's name.
        public var name: String
    }

    /// The address that it listens on.
    public var host: String
    /// The port that it listens on.
    public var port: Int
    /// The bases that are there.
    public var bases: [Base]
    /// Whether any token is accepted.
    public var acceptsAnyToken: Bool
    /// Whether a base of any well-formed id is made on first use.
    public var makesBases: Bool
    /// What is admitted; nil if everything is.
    public var rate: RateOptions?
    /// The file that keeps the state; nil for memory only.
    public var stateFile: String?

    init(_ options: ServeOptions, bases: [(id: BaseID, name: String)], port: Int) {
        host = options.host
        self.port = port
        self.bases = bases.map { Base(id: $0.id, name: $0.name) }
        acceptsAnyToken = options.configuration.access.tokens == nil
        makesBases = options.configuration.access.createsBasesOnDemand
        rate = options.configuration.rate.isEnforced ? options.configuration.rate : nil
        stateFile = options.stateFile
    }

    /// Where it is reached: `http://127.0.0.1:41234`.
    public var url: String { host.contains(":") ? "http://[\(host)]:\(port)" : "http://\(host):\(port)" }
}

extension ServerStart {
    /// For people, in several lines, of which the first ends with the address:
    ///
    ///     Mock Airtable is listening on http://127.0.0.1:41234
    ///       token   the one that was given
    ///       bases   any id of the form app + 14 letters or digits; a base is made when it is first used
    ///       limits  5 requests a second to a base, 50 of a user; 30 s of refusals after one too many
    ///       state   in memory, gone at the end
    ///     Stop it with Ctrl-C.
    public var text: String {
        var lines = ["Mock Airtable is listening on \(url)"]
        lines.append("  token   \(acceptsAnyToken ? "any" : "the one that was given")")
        lines += baseLines
        lines.append("  limits  \(limits)")
        lines.append("  state   \(stateFile ?? "in memory, gone at the end")")
        lines.append("Stop it with Ctrl-C.")
        return lines.joined(separator: "\n")
    }

    /// Bases beyond so many are only counted.
    private static let basesTold = 10

    private var baseLines: [String] {
        var lines = bases.prefix(Self.basesTold).map { "  base    \($0.id) \($0.name)" }
        if bases.count > Self.basesTold { lines.append("          and \(bases.count - Self.basesTold) more") }
        if makesBases {
            lines.append(
                "  bases   any id of the form app + 14 letters or digits; a base is made when it is first used")
        } else if bases.isEmpty {
            lines.append("  bases   none")
        }
        return lines
    }

    private var limits: String {
        guard let rate else { return "none" }
        let perUser = "\(rate.requestsPerBase) requests a second to a base, \(rate.requestsPerUser) of a user"
        return "\(perUser); \(rate.penalty.components.seconds) s of refusals after one too many"
    }
}
