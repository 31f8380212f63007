import JSONText

/// The form that pre-images have in plans and journals: `{"known":true,"unseen":[…]}`.
extension PreImages {
    var json: JSONValue { ["known": .bool(areKnown), "unseen": JSONValue(unseen)] }

    /// Those of a plan's basis or a run; unknown where nobody has written them down.
    init(of owner: PlanMembers) throws(PlanTextProblem) {
        guard let members = try owner.optional("pre_images", owner.members), try members.bool("known") else {
            self = .unknown
            return
        }
        self = .known(unseen: try members.strings("unseen"))
    }
}
