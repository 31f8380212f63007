import ArgumentParser

/// Where the process begins.
@main
enum EntryPoint {
    static func main() async {
        StandardStreams.secure()
        let arguments = Array(CommandLine.arguments.dropFirst())
        if let option = EmptyValue.option(in: arguments) {
            TableSyncTool.exit(withError: ValidationError("\(option)= has no value. Say one, or leave the = out."))
        }
        await TableSyncTool.main(DeleteArgument.joined(arguments))
    }
}
