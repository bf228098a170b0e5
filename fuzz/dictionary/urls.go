package dictionary

import (
	"slices"
	"strings"
)

// URLs are values that look like URLs and URIs, sound, broken, and in between.
// Which is which is for the oracle to say.
var URLs = []string{
	"https://client.example.org/callback", "https://client.example.org/images/logo.png", "http://client.example.com/", "https://example.org/a/b/c", "http://www.example.net/index.html", "https://sub.domain.client.example.co.uk/path/to/it", "https://my-client.example.org/cb",
	"https://client2.example.org/cb2", "https://xn--bcher-kva.example/cb", "https://client.example.photography/cb", "https://client.example.org/cb?state=1", "https://client.example.org/cb?a=1&b=2", "https://client.example.org/cb?next=https://other.example.com/x", "https://client.example.org/~alice/cb",
	"https://client.example.org/a_b-c.d", "https://client.example.org/%7Ealice", "https://client.example.org/a%20b", "https://client.example.org/cb?q=a+b", "https://client.example.org/cb?q=%C3%BC", "https://client.example.org/path/", "https://a.b/", "https://1.example.org/x", "http://client.example.org/logo.svg?size=64x64&v=3",
	"https://client.example.org/a,b", "https://client.example.org/a;b", "https://client.example.org/(a)", "https://client.example.org/a'b", "https://client.example.org/$1", "https://client.example.org/a=b", "https://client.example.org/a:b", "https://client.example.org/a@b", "https://client.example.org/a*b", "https://client.example.org/a!b", "https://client.example.org/?x", "https://client.example.org/cb?x=", "https://client.example.org//double",
	"not-a-url", "http://", "https://", "http://[::1", "https://[::1/x", "https://[fe80::1/logo.png", "example.org", "www.example.org/logo.png", "/images/logo.png", "logo.png", "client.example.org/callback", "nothing", "x", "?x=1", "#top", "//example.org/x", "://", "://example.org", "http:", "http:/", "http:example.org", "http:///x", "https:///callback", "https://?x=1", "https://#x", "http://:80/", "ftp://", "gopher://", "not a url", "http//example.org", "https;//example.org/", "https//client.example.org/callback", "1http://example.org/", "-http://example.org/", "http ://example.org/", "not-a-url://",
	"http://[::g]/", "http://[1:2", "https://[", "https://]", "http://[]/", "http://[::1]:x/", "http://[v1.a]/", "http://[::1%25eth0]/", "http://[::ffff:1.2.3.4]/",
	"https://client.example.org", "https://localhost/cb", "http://localhost:8080/cb", "https://127.0.0.1/cb", "http://[::1]/cb", "http://[::1]:8080/cb", "https://user@example.org/cb", "https://user:pass@example.org/cb", "https://example.org:8443/cb", "https://example.org:443/cb", "https://example.org:0/cb", "https://example.org:65535/", "https://example.org:65536/cb", "https://example.org:99999999/cb", "https://example.org:/cb", "https://example.org:x/cb", "https://example.org:-1/cb", "https://bücher.example/cb", "https://例え.テスト/cb", "https://example.org/ü", "https://example.org/a b", "https://example.org/#fragment", "https://example.org/cb#access_token=x", "HTTPS://EXAMPLE.ORG/CB", "Https://Client.Example.Org/cb",
	"ftp://example.org/x", "gopher://example.org/", "ws://example.org/", "wss://example.org/x", "ssh://git@example.org/x", "file:///etc/passwd", "data:text/plain,x", "data:image/png;base64,iVBORw0KGgo=", "data:", "javascript:alert(1)", "JavaScript:alert(1)", "javascript://example.org/%0aalert(1)", "vbscript:msgbox(1)", "about:blank", "blob:https://example.org/x", "mailto:alice@example.org", "tel:+123", "urn:ietf:wg:oauth:2.0:oob", "urn:uuid:00000000-0000-0000-0000-000000000000", "org.example.client:/callback", "myapp://callback", "myapp:", "com.example.app://oauth/cb", "magnet:?xt=urn:x", "view-source:https://example.org/",
	"https://example.org/%", "https://example.org/%zz", "https://example.org/%00", "https://example.org/\x00", "https://example.org/\\x", "https:\\\\example.org\\x", "https://example.org\\@evil.example/", "https://example.org/<script>", "https://example.org/\"x\"", "https://example.org/{x}", "https://example.org/|x", "https://example.org/^x", "https://example.org/`x`", "https://example.org/[x]", "https://exa_mple.org/", "https://-example.org/", "https://example-.org/", "https://example..org/", "https://.example.org/", "https://example.org./cb", "https://example/", "https://e/", "https://1.2.3/", "https://256.256.256.256/", "https://0x7f.1/", "https://2130706433/", "https://[::]/", "https://a.b.c.d.e.f.g.h/x", "https://example.org/../../x", "https://example.org/./x", "https://*.example.org/", "https://exa mple.org/", "https://example.org/\tx", "https://example.org/\nx", "https://example.org/\u202ex", "https://example.org/\u0301", "https://еxample.org/", "https://example\u3002org/", "https://ex\u00adample.org/", "https://example.org?x", "https://example.org#x", "https://%65xample.org/", "https://example.org/?redirect_uri=x&redirect_uri=y",
}

// Addresses are values that look like email addresses.
var Addresses = []string{
	"alice@example.org", "bob@example.com", "carol.smith@example.net", "dave@mail.example.org", "eve-x@example.org", "frank99@example.org", "g@h.io", "42@example.org", "heidi@my-host.example.org", "ivan@example.photography", "judy@a.b.c.example.org", "Mallory@Example.ORG", "a.b.c.d@example.org", "x-y.z@1.example.org", "niaj@example.co.uk", "o@example.museum", "p2@3com.example.com",
	"alice", "alice.example.org", "example.org", "not-an-email", "nobody", "alice#example.org", "alice at example.org", "alice(at)example.org", "bob.", ".bob", "x", "-", "alice＠example.org", "mailto:alice", "https://example.org/", "alice,bob", "alice;bob", "<alice>", "alice%40example.org", "\"alice\"", "carol&dave", "ünïcode", "名前", "🦊", "a\\u0040b",
	"@", "@example.org", "alice@", "_alice_@example.org", "alice--b__c@example.org", "alice@@example.org", "alice@bob@example.org", "alice@localhost", "alice@example", "alice@127.0.0.1", "alice@[127.0.0.1]", "alice@[IPv6:::1]", "alice@example..org", "alice@.example.org", "alice@example.org.", "alice@-example.org", "alice@example-.org", ".alice@example.org", "alice.@example.org", "al..ice@example.org", "alice+tag@example.org", "alice_x@example.org", "al'ice@example.org", "alice!x@example.org", "#alice@example.org", "alice/x@example.org", "alice=x@example.org", "alice%x@example.org", "\"alice\"@example.org", "\"al ice\"@example.org", "Alice<alice@example.org>", "<alice@example.org>", "mailto:alice@example.org", "alice@exa_mple.org", "alice@example.org,bob@example.org", "alice@example.org;bob@example.org", "alicé@example.org", "alice@bücher.example", "名前@例え.テスト", "alice@xn--bcher-kva.example", "alice@example.c", "alice@example.123", "alice@example.org\x00", "alice@example.org\u200b", "\u202ealice@example.org", "alice@\u0455xample.org", "alice@example.org<script>", "alice@example.org'--", "alice@example.org\\", "alice(comment)@example.org", "alice@example.org(comment)", "alice@example.org:25", "alice@example.org/", "alice@exam&ple.org", "🦊@example.org", "root@", "alice@ example.org",
}

// groups cuts a table where words begin that are odd in another way. Each of the
// groups has its turn, or a few telling words would drown among many.
func groups(table []string, first ...string) [][]string {
	var all [][]string
	start := 0
	for _, word := range first {
		at := start + slices.Index(table[start:], word)
		all = append(all, table[start:at])
		start = at
	}
	return append(all, table[start:])
}

// The tables in groups.
var (
	URLGroups     = groups(URLs, "not-a-url", "http://[::g]/", "https://client.example.org", "ftp://example.org/x", "data:text/plain,x", "about:blank", "https://example.org/%")
	AddressGroups = groups(Addresses, "alice", "@", ".alice@example.org", "\"alice\"@example.org")
	JSONGroups    = groups(JSONValues, "[]", `"" `, "NaN", strings.Repeat("[", 20)+strings.Repeat("]", 20), "\"\xff\"")
	MediaGroups   = groups(MediaTypes, "Application/JSON", "application/json; charset=iso-8859-1", "text/plain", "application/octet-stream", "application/json-patch+json", "www-form-urlencoded", "")
	TextGroups    = groups(Texts, "", "Ünïcödé", "'", "' OR '1'='1", "${7*7}", "<script>alert(1)</script>", "a\r\nX-Injected: yes", "__proto__", "\xff", "12345678901234567890")
)
