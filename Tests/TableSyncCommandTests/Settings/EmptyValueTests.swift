import Testing

@testable import TableSyncCommand

@Suite struct EmptyValueTests {
    @Test(arguments: [
        (["sync", "users.csv", "--delete="], "--delete"), (["push", "--table=", "--unique="], "--table"),
    ])
    func `an option with = and nothing behind it is found`(_ arguments: [String], _ option: String) {
        #expect(EmptyValue.option(in: arguments) == option)
    }

    @Test(arguments: [
        ["sync", "users.csv", "--delete=all"], ["sync", "--delete"], ["push", "--map=a="], ["push", "--", "--x="],
        ["push", "x="], [],
    ])
    func `other arguments are left alone`(_ arguments: [String]) {
        #expect(EmptyValue.option(in: arguments) == nil)
    }
}
