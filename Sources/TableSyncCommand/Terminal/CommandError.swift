/// Something that ends the command: what happened and what to do, and the exit code.
struct CommandError: Error, Hashable, CustomStringConvertible {
    let exit: Exit
    let description: String

    init(_ exit: Exit, _ description: String) {
        self.exit = exit
        self.description = description
    }
}
