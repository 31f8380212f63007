#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Copies of what can be read only once.
enum Spool {
    /// Copies the rest of `file` to a nameless temporary file in `TMPDIR`, or `/tmp`.
    static func copying(_ file: OpenFile, name: String) throws(TabularError) -> OpenFile {
        let folder = getenv("TMPDIR").map { String(cString: $0) } ?? ""
        return try copying(file, name: name, folder: folder.isEmpty ? "/tmp" : folder)
    }

    static func copying(_ file: OpenFile, name: String, folder: String) throws(TabularError) -> OpenFile {
        guard let copy = OpenFile.nameless(in: folder) else {
            throw TabularError(
                .cannotOpen, file: name, message: "no temporary copy can be made in \(folder): \(lastSystemError())",
                remedy: "Set TMPDIR to a folder that you may write to.")
        }
        let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: ByteSource.chunkSize, alignment: 16)
        defer { chunk.deallocate() }
        while true {
            let count = file.read(into: chunk)
            guard count >= 0 else {
                throw TabularError(.cannotRead, file: name, message: "reading failed: \(lastSystemError())")
            }
            guard count > 0 else { return copy }
            var written = 0
            while written < count {
                let more = copy.write(UnsafeRawBufferPointer(rebasing: chunk[written..<count]))
                guard more > 0 else {
                    throw TabularError(
                        .cannotWrite, file: name,
                        message: "the temporary copy in \(folder) cannot be written: \(lastSystemError())",
                        remedy: "Make room there, set TMPDIR to another folder, or name the file by its path.")
                }
                written += more
            }
        }
    }

    /// The first bytes of a spooled file.
    static func beginning(of file: OpenFile) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: 1024) { bytes, count in
            count = max(0, file.read(into: UnsafeMutableRawBufferPointer(bytes), at: 0))
        }
    }
}
