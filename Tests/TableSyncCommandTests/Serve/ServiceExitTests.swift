import Testing

@testable import MockAirtable
@testable import TableSyncCommand

@Suite struct ServiceExitTests {
    @Test(
        arguments: [
            (.cannotListen(host: "h", port: 1, "r", code: .portInUse), 75),
            (.cannotListen(host: "h", port: 1, "r"), 3), (.cannotLog(path: "p", "r"), 74),
        ] as [(ServeError, Int32)])
    func `a server that cannot run has the exit of what stands in its way`(_ error: ServeError, _ code: Int32) {
        #expect(Exit(ofService: error).code == code)
    }

    @Test(
        arguments: [
            (.inUse, 75), (.cannotOpen, 74), (.cannotWrite, 74), (.foreign, 3), (.newer, 3), (.damaged, 3),
        ] as [(StateFileError.Code, Int32)])
    func `a store that cannot be used has the exit of why`(_ kind: StateFileError.Code, _ code: Int32) {
        #expect(Exit(ofService: StateFileError(kind, path: "p")).code == code)
    }

    @Test func `a schema file that cannot be used is an invalid source`() {
        #expect(Exit(ofService: SchemaFileError(path: "p", problems: [])).code == 3)
    }
}
