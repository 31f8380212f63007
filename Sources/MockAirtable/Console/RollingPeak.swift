/// The highest number of requests that were counted within any second that rolls over time.
///
/// The second is half open, as the service's own: two requests exactly one second apart are not in one.
struct RollingPeak: Sendable {
    /// Ascending; those before ``oldest`` are of no use any more.
    private var instants: [ServiceInstant] = []
    private var oldest = 0
    private(set) var highest = 0

    /// Takes the next request. An instant that lies a little before the last one, as two threads may bring them, is put in
    /// its place.
    mutating func add(_ instant: ServiceInstant) {
        var position = instants.count
        while position > oldest, instants[position - 1] > instant { position -= 1 }
        instants.insert(instant, at: position)
        // Every second that ends with the new instant or a later one has one request more.
        for end in position..<instants.count { highest = max(highest, end + 1 - start(ofSecondEndingAt: end)) }
        forget()
    }

    /// The position of the first instant that is less than a second before the one at `end`.
    private func start(ofSecondEndingAt end: Int) -> Int {
        var low = oldest
        var high = end
        while low < high {
            let middle = (low + high) / 2
            if instants[middle] + .seconds(1) <= instants[end] { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Drops what is more than two seconds old: one for the window, one for instants that come late.
    private mutating func forget() {
        guard let last = instants.last else { return }
        while oldest < instants.count, instants[oldest] + .seconds(2) <= last { oldest += 1 }
        if oldest > 1024, oldest > instants.count / 2 {
            instants.removeFirst(oldest)
            oldest = 0
        }
    }
}
