import Testing

@testable import TableSync

/// Which operation of a run a row of one of its parts is.
@Suite(.timeLimit(.minutes(30))) struct RowNumbersTests {
    @Test func `a row is the operation that it was taken for`() {
        let numbers = RowNumbers()
        for operation in [3, 7, 9] { numbers.append(operation) }
        #expect((0..<3).map { numbers[$0] } == [3, 7, 9])
        #expect(numbers.first(2) == [3, 7])
    }

    @Test func `a row that was not taken is no operation, least of all that of its own number`() async {
        await #expect(processExitsWith: .failure) {
            let numbers = RowNumbers()
            numbers.append(3)
            _ = numbers[1]
        }
    }
}
