import ArgumentParser
import TableSync

/// A way to know the table's state, as the command line names it.
enum RefreshName: String, ExpressibleByArgument, CaseIterable {
    case auto, full, keys, changed, none

    /// The method; nil for the cheapest one that will do.
    var method: RefreshMethod? { self == .auto ? nil : RefreshMethod(rawValue: rawValue) }
}
