import ArgumentParser

/// Where the process begins.
@main
enum EntryPoint {
    static func main() async {
        StandardStreams.secure()
        await TableSyncTool.main()
    }
}
