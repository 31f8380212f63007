import MockAirtable

extension Exit {
    /// How the command ends when its own service cannot be used, be it that of `serve` or that of `--local`.
    ///
    /// What somebody else holds is free again some time; what cannot be written is told apart from what makes no sense.
    init(ofService error: any Error) {
        self =
            switch error {
            case let error as ServeError where error.code == .portInUse: .tryLater
            case let error as ServeError where error.code == .cannotLog: .cannotWrite
            case let error as StateFileError where error.code == .inUse: .tryLater
            case let error as StateFileError where [.cannotOpen, .cannotWrite].contains(error.code): .cannotWrite
            default: .invalidSource
            }
    }
}
