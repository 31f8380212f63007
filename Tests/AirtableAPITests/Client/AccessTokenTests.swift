import TableModel
import Testing

@testable import AirtableAPI

@Suite struct AccessTokenTests {
    @Test("no way of printing a token shows its text")
    func hidden() throws {
        let token = try Sample.token()
        var dumped = ""
        dump(token, to: &dumped)
        let optional: AccessToken? = token
        for text in [
            "\(token)", String(describing: token), String(reflecting: token), dumped, "\([token])",
            "\(optional as Any)",
        ] {
            #expect(!text.contains("0f0f"), "\(text)")
        }
        #expect("\(token)" == "AccessToken(hidden)")
        #expect(Mirror(reflecting: token).children.isEmpty)
    }

    @Test(
        "spaces, newlines and a byte order mark around a token are dropped",
        arguments: ["patX", " patX", "patX\n", "\r\n\tpatX \n", "\u{FEFF}patX", "patX\u{00A0}"])
    func trimmed(text: String) throws {
        #expect(try AccessToken(text).secret == "patX")
    }

    @Test(
        "an empty token, or one with a character that no header carries, is refused",
        arguments: ["", " \n", "a b", "a\nb", "tök"])
    func refused(text: String) throws {
        #expect(throws: RemoteError.self) { try AccessToken(text) }
    }

    @Test("the refusal says what to do and not what the token is")
    func refusal() throws {
        let error = try #require(throws: RemoteError.self) { try AccessToken("secret word") }
        #expect(
            error.description
                == "Could not use the access token: it holds a space, a line break or another character that a token "
                + "cannot have. Copy the whole token from airtable.com/create/tokens; it is one word.")
    }

    @Test(
        "an odd form is warned of and used all the same",
        arguments: [
            (Sample.tokenText, false), ("keyABCDEFGHIJKLMN", true), ("Bearer", true), ("pat0123456789ABCD", true),
            ("pat0123456789ABCD.0f", true), ("test", false), ("oaa1.v1.something", false),
        ])
    func odd(text: String, isOdd: Bool) throws {
        #expect((try AccessToken(text).warning != nil) == isOdd)
    }
}

@Suite struct ServiceAddressTests {
    @Test(
        "an address may have a port, a path, a slash at its end, or the version",
        arguments: [
            ("https://api.airtable.com", "https://api.airtable.com"),
            ("https://api.airtable.com/", "https://api.airtable.com"),
            ("https://api.airtable.com/v0", "https://api.airtable.com"),
            ("https://api.airtable.com/v0/", "https://api.airtable.com"),
            ("HTTP://127.0.0.1:8080", "http://127.0.0.1:8080"),
            ("http://[::1]:8080/", "http://[::1]:8080"),
            ("https://Proxy.example.com/airtable//", "https://proxy.example.com/airtable"),
            ("https://proxy.example.com/a%20b/v0/", "https://proxy.example.com/a%20b"),
            ("https://proxy.example.com/xv0", "https://proxy.example.com/xv0"),
        ])
    func accepted(text: String, address: String) throws {
        #expect(try ServiceAddress(text).description == address)
    }

    @Test(
        "what is no plain http address is refused",
        arguments: [
            "", "api.airtable.com", "ftp://api.airtable.com", "https://", "https:///v0", "https://user:pass@host",
            "https://host?x=1", "https://host#x", "https://host name",
        ])
    func refused(text: String) {
        #expect(throws: RemoteError.self) { try ServiceAddress(text) }
    }

    @Test(
        "only http to another machine is warned of",
        arguments: [
            ("http://127.0.0.1:1", false), ("http://localhost", false), ("http://[::1]:80", false),
            ("https://example.com", false), ("http://example.com", true), ("http://localhost.example.com", true),
        ])
    func warning(text: String, isWarned: Bool) throws {
        #expect((try ServiceAddress(text).warning != nil) == isWarned)
    }
}
