import Testing

@testable import TableSync

/// The hash of rows against values that OpenSSL computed (`openssl mac -macopt hexkey:000102030405060708090a0b0c0d0e0f -macopt size:16
/// -macopt c-rounds:1 -macopt d-rounds:3 SIPHASH`).
struct KeyedHashTests {
    @Test(arguments: [
        (0, "e77ebcb22788a5befd62db6add303001"), (1, "fc6f370460d3eda85e0573cc2b2ff063"),
        (7, "1084b923f2aae0c3a62f2ec80848ab77"), (8, "aa12fee1d5e3dab4724f16ab35f9c799"),
        (9, "81ddb8042cf33994f4720e0094137c42"), (15, "c17e5505b2bd526c2921cdec1e7e0109"),
        (16, "d0a8d95715518eebb513b0f83d9e1793"), (17, "234126f93fbb668d975112e8febdf7ec"),
        (63, "4c5800e34efe426f079f6b0aa75260ad"), (64, "1253def24b4aa5364ec8a759ba6a66c2"),
        (100, "f5b5ac6ce178def62167de514156b939"),
    ])
    func `bytes have the hash that another program gives them`(count: Int, hex: String) {
        let hash = KeyedHash(key: (0x0706_0504_0302_0100, 0x0F0E_0D0C_0B0A_0908))
        let bytes = [UInt8](0..<UInt8(count))
        #expect(bytes.withUnsafeBytes { hash.fingerprint(of: $0) }.hex == hex)
        // Where the bytes stand does not matter.
        #expect(([9] + bytes).withUnsafeBytes { hash.fingerprint(of: .init(rebasing: $0.dropFirst())) }.hex == hex)
    }

    @Test func `another secret gives other hashes`() {
        let bytes = Array("a row".utf8)
        let hashes = [[], [0], [1], [0, 0]].map { secret in
            bytes.withUnsafeBytes { KeyedHash(secret: secret).fingerprint(of: $0) }
        }
        #expect(Set(hashes).count == hashes.count)
    }
}
