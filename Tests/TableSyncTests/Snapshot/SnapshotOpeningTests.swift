import Foundation
import GRDB
import TableModel
import TestSupport
import Testing

@testable import TableSync

/// Files that are new, ours, foreign, damaged or out of reach: what becomes of them, and what the user is told.
struct SnapshotOpeningTests {
    private let identity = SnapshotIdentity(
        service: "127.0.0.1:8080", base: "appOpenOpenOpenO", table: "tblOpenOpenOpenO", managed: .people)
    private let record = TableModel.Record(
        id: RecordID(unchecked: "rec00000000000001"), createdTime: Date(timeIntervalSince1970: 1_700_000_000),
        fields: .person(1))

    /// Opens, and gives what the user is told of it.
    @discardableResult
    private func word(_ folder: String, _ identity: SnapshotIdentity? = nil) throws -> String? {
        let (snapshot, rebuilt) = try Snapshot.open(in: folder, for: identity ?? self.identity)
        snapshot.close()
        return rebuilt
    }

    /// Makes a file with one tracked record that claims to be complete, and gives its path.
    private func make(_ folder: String) throws -> String {
        let (snapshot, _) = try Snapshot.open(in: folder, for: identity)
        try snapshot.change { change in
            try change.wrote(record, source: nil, at: nil)
            _ = try change.finishFullRead(0, began: nil, readAt: Date(timeIntervalSince1970: 1_768_478_400))
        }
        snapshot.close()
        return snapshot.path
    }

    private func error(_ folder: String, _ identity: SnapshotIdentity? = nil) -> SnapshotError? {
        #expect(throws: SnapshotError.self) { try word(folder, identity) }
    }

    @Test func theFileIsItsOwnersAlone() throws {
        try withTemporaryFolder { folder in
            let path = try make(folder)
            #expect(path.hasPrefix(folder + "/snapshots/127.0.0.1-8080/appOpenOpenOpenO/tblOpenOpenOpenO-"))
            #expect(path.hasSuffix(".sqlite"))
            var folders = path.split(separator: "/").dropLast()
            while "/" + folders.joined(separator: "/") != folder {
                let attributes = try FileManager.default.attributesOfItem(atPath: "/" + folders.joined(separator: "/"))
                #expect(attributes[.posixPermissions] as? Int == 0o700)
                folders.removeLast()
            }
            try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
            let (snapshot, _) = try Snapshot.open(in: folder, for: identity)
            try snapshot.change { _ = try $0.beginGeneration() }
            for suffix in ["", "-wal", "-shm"] {
                let attributes = try FileManager.default.attributesOfItem(atPath: path + suffix)
                #expect(attributes[.posixPermissions] as? Int == 0o600, "\(suffix)")
            }
        }
    }

    @Test func aFileIsOpenedAgainAsItWas() throws {
        try withTemporaryFolder { folder in
            _ = try make(folder)
            let (snapshot, rebuilt) = try Snapshot.open(in: folder, for: identity)
            #expect(rebuilt == nil)
            #expect(try snapshot.state().isComplete)
            #expect(try snapshot.recordsInOrder() == [record])
        }
    }

    @Test func otherColumnsAnotherKeyAndAnotherScopeHaveFilesOfTheirOwn() throws {
        var identities = [identity]
        for fields in [[FieldSchema.emailField], [.emailField, .nameField]] {
            identities.append(identity)
            identities[identities.count - 1].managed = ManagedFields(fields, key: [.emailField])
        }
        for key in [[FieldSchema.nameField], [.emailField, .nameField], [.nameField, .emailField]] {
            identities.append(identity)
            identities[identities.count - 1].managed = ManagedFields([.emailField, .nameField, .aboutField], key: key)
        }
        for scope in [Scope(formula: "{Name}='x'"), Scope(view: "{Name}='x'")] {
            identities.append(identity)
            identities[identities.count - 1].scope = scope
        }
        for (path, text) in [
            (\SnapshotIdentity.service, "127.0.0.1-8080"), (\.base, "appopenopenopeno"), (\.table, ".."),
        ] {
            identities.append(identity)
            identities[identities.count - 1][keyPath: path] = text
        }
        #expect(Set(identities.map { $0.relativePath.lowercased() }).count == identities.count)
        #expect(identities.count { $0.relativePath.contains("/../") || $0.relativePath.hasSuffix("/..") } == 0)
        var moved = identity
        moved.managed = ManagedFields([.aboutField, .nameField, .emailField], key: [.emailField])
        #expect(moved.relativePath == identity.relativePath)
        #expect(moved.difference(to: identity.text) == nil)
    }

    @Test func aFieldThatChangedMakesTheSnapshotAnewAndKeepsWhatWasWritten() throws {
        try withTemporaryFolder { folder in
            _ = try make(folder)
            var changed = identity
            let name = FieldSchema(id: FieldSchema.nameField.id, name: "Name", type: .multilineText)
            changed.managed = ManagedFields([.emailField, name, .aboutField], key: [.emailField])
            let (snapshot, rebuilt) = try Snapshot.open(in: folder, for: changed)
            #expect(rebuilt == "The field \"Name\" was changed after the snapshot was made, so it is made anew.")
            #expect(try snapshot.state() == SnapshotState())
            #expect(try snapshot.contents().isEmpty)
            // Seen again, it is still known to be ours, with nothing remembered of the rows of then.
            #expect(try snapshot.change { try $0.see(record) } == .new)
            let entry = try #require(try snapshot.contents()[record.id]?.entry)
            #expect(entry.isTracked && entry.source == nil)
            snapshot.close()
            #expect(try word(folder, changed) == nil)
        }
    }

    @Test func aSourceWithAnotherColumnLearnsWhatWasWrittenBefore() throws {
        try withTemporaryFolder { folder in
            _ = try make(folder)
            var wider = identity
            wider.managed = ManagedFields(
                [.emailField, .nameField, .aboutField], key: [.emailField], alsoRead: [SnapshotScene.leftField])
            let (snapshot, rebuilt) = try Snapshot.open(in: folder, for: wider)
            #expect(rebuilt == nil)
            #expect(try snapshot.state() == SnapshotState())
            _ = try snapshot.change { try $0.see(record) }
            let entry = try #require(try snapshot.contents()[record.id]?.entry)
            #expect(entry.isTracked && entry.source == nil)
        }
    }

    @Test func aTableOfAnotherBaseLearnsNothing() throws {
        try withTemporaryFolder { folder in
            _ = try make(folder)
            var other = identity
            other.base = "appOtherOtherOthe"
            let (snapshot, _) = try Snapshot.open(in: folder, for: other)
            _ = try snapshot.change { try $0.see(record) }
            #expect(try snapshot.contents()[record.id]?.entry.isTracked == false)
        }
    }

    @Test func severalFieldsThatChangedAreAllNamed() throws {
        try withTemporaryFolder { folder in
            _ = try make(folder)
            var changed = identity
            let name = FieldSchema(id: FieldSchema.nameField.id, name: "Name", type: .url)
            let about = FieldSchema(id: FieldSchema.aboutField.id, name: "About", type: .url)
            changed.managed = ManagedFields([.emailField, name, about], key: [.emailField])
            #expect(
                try word(folder, changed)
                    == "The fields \"Name\", \"About\" were changed after the snapshot was made, so it is made anew.")
        }
    }

    @Test(arguments: [
        (
            #""rules":1"#, #""rules":0"#,
            "The snapshot was made by another version of TableSync that compares cells otherwise, so it is made anew.",
            true
        ),
        (
            #""tblOpenOpenOpenO""#, #""tblOtherOtherOthe""#,
            "The snapshot was of another table (table tblOtherOtherOthe of base appOpenOpenOpenO at 127.0.0.1:8080), "
                + "so it is made anew.", false
        ),
        (
            #""appOpenOpenOpenO""#, #""appOtherOtherOthe""#,
            "The snapshot was of another table (table tblOpenOpenOpenO of base appOtherOtherOthe at 127.0.0.1:8080), "
                + "so it is made anew.", false
        ),
        (
            #""key":["Email"]"#, #""key":["Name"]"#,
            "The snapshot was of other fields, another key or another scope, so it is made anew.", true
        ),
        ("{", "", "The snapshot did not say what it is of, so it is made anew.", false),
    ])
    func aFileThatIsOfSomethingElseIsMadeAnew(
        _ part: String, _ other: String, _ sentence: String, _ isRemembered: Bool
    ) throws {
        try withTemporaryFolder { folder in
            let path = try make(folder)
            #expect(identity.text.contains(part))
            try edit(path) { database in
                try database.execute(
                    sql: "UPDATE snapshot SET identity = ?",
                    arguments: [identity.text.replacingOccurrences(of: part, with: other)])
            }
            let (snapshot, rebuilt) = try Snapshot.open(in: folder, for: identity)
            #expect(rebuilt == sentence)
            #expect(try snapshot.state() == SnapshotState())
            _ = try snapshot.change { try $0.see(record) }
            #expect(try snapshot.contents()[record.id]?.entry.isTracked == isRemembered)
        }
    }

    @Test(arguments: [0, 3_000]) func aFileWhoseBeginningIsDamagedIsMadeAnew(_ kept: Int) throws {
        try withTemporaryFolder { folder in
            let path = try make(folder)
            let bytes = try #require(FileManager.default.contents(atPath: path))
            try (Data(repeating: 0xAB, count: bytes.count - kept) + bytes.suffix(kept)).write(
                to: URL(fileURLWithPath: path))
            let (snapshot, rebuilt) = try Snapshot.open(in: folder, for: identity)
            #expect(rebuilt == "The snapshot of the table was damaged, so it is made anew.")
            #expect(try snapshot.state() == SnapshotState())
        }
    }

    @Test func damageThatIsFoundLaterIsAnErrorThatSaysWhatToDo() throws {
        try withTemporaryFolder { folder in
            let path = try make(folder)
            try edit(path) { try $0.execute(sql: "UPDATE cells SET json = '{\"Email\":\"1@exam'") }
            let (snapshot, rebuilt) = try Snapshot.open(in: folder, for: identity)
            #expect(rebuilt == nil)
            let error = #expect(throws: SnapshotError.self) { try snapshot.recordsInOrder() }
            #expect(
                error?.description
                    == "Reading the snapshot \(path) failed: it is damaged (cells are unreadable). Remove the file; the table "
                    + "is then read anew, and which records this tool wrote is forgotten.")
        }
    }

    @Test("a snapshot that is used after it was closed says so, and can be closed again")
    func usedAfterClosing() throws {
        try withTemporaryFolder { folder in
            let (snapshot, _) = try Snapshot.open(in: folder, for: identity)
            snapshot.close()
            snapshot.close()
            let error = #expect(throws: SnapshotError.self) { try snapshot.state() }
            #expect(
                error?.description
                    == "Using the snapshot \(snapshot.path) failed: it was closed before. Open it again.")
            #expect(throws: SnapshotError.self) { try snapshot.change { _ in } }
            #expect(throws: SnapshotError.self) { try snapshot.entries { _ in } }
        }
    }

    @Test("closing waits for nobody, and who is reading reads on")
    func closedWhileReading() throws {
        try withTemporaryFolder { folder in
            let (snapshot, _) = try Snapshot.open(in: folder, for: identity)
            let other = TableModel.Record(
                id: RecordID(unchecked: "rec00000000000002"), createdTime: record.createdTime, fields: .person(2))
            for record in [record, other] { try snapshot.change { _ = try $0.see(record) } }
            var count = 0
            try snapshot.entries { _ in
                count += 1
                snapshot.close()
            }
            #expect(count == 2)
        }
    }

    @Test("what cannot be read for want of a table is not called damaged")
    func notCalledDamaged() throws {
        try withTemporaryFolder { folder in
            let (snapshot, _) = try Snapshot.open(in: folder, for: identity)
            try edit(snapshot.path) { try $0.execute(sql: "DROP TABLE snapshot") }
            let error = #expect(throws: SnapshotError.self) { try snapshot.state() }
            #expect(
                error?.description
                    == "Reading the snapshot \(snapshot.path) failed (no such table: snapshot). Try again; if it happens "
                    + "again, check the disk.")
        }
    }

    @Test func aFileOfANewerVersionIsLeftAsItIs() throws {
        try withTemporaryFolder { folder in
            let path = try make(folder)
            try edit(path) { try $0.execute(sql: "PRAGMA user_version = 7") }
            let before = FileManager.default.contents(atPath: path)
            let error = error(folder)
            #expect(error?.code == .newer)
            #expect(
                error?.description
                    == "Opening the snapshot \(path) failed: a newer version of TableSync wrote it. Use that version, or remove "
                    + "the file; the table is then read anew, and which records this tool wrote is forgotten.")
            #expect(FileManager.default.contents(atPath: path) == before)
        }
    }

    @Test func aFileOfAnotherProgramIsLeftAsItIs() throws {
        try withTemporaryFolder { folder in
            let path = try make(folder)
            try edit(path) { try $0.execute(sql: "PRAGMA application_id = 7") }
            let error = error(folder)
            #expect(error?.code == .foreign)
            #expect(
                error?.description
                    == "Opening the snapshot \(path) failed: it is a file of another program, and was left as it is. "
                    + "Remove it, or name another state folder.")
        }
    }

    @Test func aFolderThatCannotBeMadeIsNamed() throws {
        try withTemporaryFolder { folder in
            _ = FileManager.default.createFile(atPath: folder + "/snapshots", contents: Data())
            let path = folder + "/" + identity.relativePath
            #expect(
                error(folder)?.description
                    == "Opening the snapshot \(path) failed (Not a directory). Make room or make the path writable, or name another state "
                    + "folder.")
        }
    }

    @Test(.enabled(if: geteuid() != 0, "The superuser may write everywhere."))
    func aFolderThatMayOnlyBeReadIsNamed() throws {
        try withTemporaryFolder { folder in
            try FileManager.default.setAttributes([.posixPermissions: 0o500], ofItemAtPath: folder)
            let path = folder + "/" + identity.relativePath
            #expect(
                error(folder)?.description
                    == "Opening the snapshot \(path) failed (Permission denied). Make room or make the path writable, or name another state "
                    + "folder.")
        }
    }

    @Test(arguments: [ResultCode.SQLITE_FULL, .SQLITE_IOERR_SHMSIZE])
    func aFullDiskIsCalledWhatItIs(_ code: ResultCode) {
        // The second is what SQLite gives where there is no room for the index beside the log: a "disk I/O error".
        let error = DatabaseError(resultCode: code)
        #expect(
            SnapshotError(error, code: .cannotOpen, path: "/s/a.sqlite").description
                == "Writing to the snapshot /s/a.sqlite failed: the disk is full. Make room, or name another state folder."
        )
        #expect(JournalError(error, code: .cannotOpen, path: "/s/a.sqlite").code == .diskFull)
    }

    /// Changes the file behind the snapshot's back.
    private func edit(_ path: String, _ body: (Database) throws -> Void) throws {
        let queue = try DatabaseQueue(path: path)
        try queue.writeWithoutTransaction { database in
            try body(database)
            // So that everything is in the file itself.
            try database.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)")
        }
        try queue.close()
    }
}
