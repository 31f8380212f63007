import ArgumentParser

#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Files of one command line that must not be one file, or what is written would replace what is read.
enum DistinctFiles {
    /// - Parameter files: Each with what the command line calls it; nil and `-` name no file.
    /// - Throws: `ValidationError` if two of them are one file, by whatever names.
    static func check(_ files: [(name: String, path: String?)]) throws {
        var seen: [(name: String, identity: Identity)] = []
        for (name, path) in files {
            guard let path, path != "-" else { continue }
            let identity = Identity(path)
            if let other = seen.first(where: { $0.identity == identity })?.name {
                throw ValidationError("\(name) and \(other) are one file, \(path). Name another one.")
            }
            seen.append((name, identity))
        }
    }

    private enum Identity: Equatable {
        case node(device: UInt64, number: UInt64)
        /// Of a file that is not there yet.
        case path(String)

        init(_ path: String) {
            var status = stat()
            if stat(path, &status) == 0 {
                self = .node(device: UInt64(status.st_dev), number: UInt64(status.st_ino))
            } else {
                self = .path(path)
            }
        }
    }
}
