package dictionary

import "strings"

// Types are values of type.
var Types = []string{
	"client_associate", "client_update",
	"CLIENT_ASSOCIATE", "Client_Update", "client_associate ", " client_update", "client_delete", "client_read", "client",
	"associate", "update", "client-associate", "client_associates", "client_associat", "client_updat", "client_update\n",
	"client_associate\x00", "client_associate,client_update", "client_associate client_update", "0", "1", "true", "null",
	"", " ", "сlient_update", "client＿associate", "$ne", "toString",
}

// ApplicationTypes are values of application_type.
var ApplicationTypes = []string{
	"web", "native",
	"Web", "WEB", "NATIVE", "Native", "web ", " web", "native\n", "\tnative", "webb", "we", "nativ", "natives", "web native", "web,native",
	"browser", "mobile", "desktop", "service", "spa", "user-agent", "webapp", "hybrid", "native-app", "x", "0", "1", "true", "null", "undefined",
	"", " ", "wеb", "ｗｅｂ", "web\x00", "web;", "web\r\nX-Injected: yes", "'web'", "\"web\"", "constructor", "toString", "__proto__",
}

// Names are names of parameters that the document does not have.
var Names = []string{
	"foo", "x", "client_name", "client_uri", "redirect", "logo", "contact", "email", "id", "secret", "name", "access_token", "grant_types", "response_types",
	"token_endpoint_auth_method", "software_statement", "scope", "jwks", "tos_uri", "policy_uri", "initiate_login_uri", "expires_at", "error", "created", "updated",
	"Type", "TYPE", "type ", " type", "type[]", "type[0]", "type.x", "Client_Id", "client_id[]", "client_secret[]", "clientId", "contacts[]", "redirect_uri[]", "redirect_uris[]",
	"application-type", "applicationType", "Application_Type", "LOGO_URL", "__proto__", "constructor", "prototype", "hasOwnProperty", "toString", "$where", "$ne", "_id", "",
	" ", "\x00", "a.b", "a[b]", "ключ", "名前", "🦊", "class", "self", "this", "admin", "is_admin", "debug", "callback", "_method", "format", "csrf_token", "utf8",
}

// JSONValues are JSON values that are no plain strings, and some that are no JSON.
var JSONValues = []string{
	"null", "true", "false", "0", "1", "-1", "-0", "1.5", "1e2", "1E+2", "1e-7", "42", "4294967296", "9007199254740993", "9223372036854775807", "9223372036854775808", "-9223372036854775809",
	"1e400", "-1e400", "123456789012345678901234567890", strings.Repeat("9", 5000), "0.1e-400",
	"[]", "{}", `[""]`, `["a"]`, "[null]", "[1]", "[true]", "[[]]", "[{}]", `["a","b"]`, `{"a":1}`, `{"":""}`, `{"$ne":null}`, `{"$gt":""}`, `{"$regex":".*"}`, `{"__proto__":{"x":1}}`, `{"length":1}`, `{"0":"a"}`,
	`["alice@example.org"]`, `["alice@example.org","bob@example.com"]`, `["https://client.example.org/callback"]`, `["https://client.example.org/a","https://client.example.org/b"]`,
	`["client_associate"]`, `["web"]`, `{"type":"client_associate"}`, `["native"]`, `["not-a-url"]`, `["alice"]`, `"" `, `"\u0000"`, `"\ud800"`, `"\udc00"`, `"\udc00\ud800"`, `"\ud83e\udd8a"`, `"\/"`, `"\u0041"`, `"\ufffe"`, `"\b\f\n\r\t"`,
	"NaN", "Infinity", "-Infinity", "-", "+1", "01", ".5", "1.", "1e", "0x10", "tru", "nul", "True", "None", "undefined", "'a'", `"a`, `"\x41"`, `"\u12"`, "\"\t\"", "\"\n\"", "[1,]", "[,]", `{"a":1,}`, "{a:1}", "[", "{", "]", "}", "", "/**/1", "1//",
	strings.Repeat("[", 20) + strings.Repeat("]", 20), strings.Repeat("[", 31) + strings.Repeat("]", 31), strings.Repeat("[", 100) + strings.Repeat("]", 100), strings.Repeat("[", 2000) + strings.Repeat("]", 2000),
	strings.Repeat(`{"a":`, 30) + "1" + strings.Repeat("}", 30), strings.Repeat(`{"a":`, 500) + "1" + strings.Repeat("}", 500), strings.Repeat("[", 500),
	"\"\xff\"", "\"\xc3\"", "\"\xc0\xaf\"", "\"\xed\xa0\x80\"", "\"\xef\xbb\xbf\"", "\"\xf4\x90\x80\x80\"",
}

// MediaTypes are values of Content-Type.
var MediaTypes = []string{
	"application/json", "application/x-www-form-urlencoded",
	"Application/JSON", "APPLICATION/X-WWW-FORM-URLENCODED", "application/json; charset=utf-8", "application/json;charset=UTF-8", "application/json ; charset=\"utf-8\"", "application/json;  charset=utf-8; x=y",
	"application/x-www-form-urlencoded; charset=utf-8", "application/x-www-form-urlencoded;charset=UTF-8", "application/X-WWW-form-URLencoded;a=b", "application/json;", "application/json; ", "application/x-www-form-urlencoded;",
	"application/json; charset=iso-8859-1", "application/json; charset=utf-16", "application/json; charset=x-unknown", "application/json; version=2", `application/json; profile="a;b"`, `application/json; x="application/x-www-form-urlencoded"`, "application/x-www-form-urlencoded; x=application/json", "application/json; boundary=x",
	"text/plain", "text/json", "text/html", "application/xml", "text/xml", "multipart/form-data", "multipart/form-data; boundary=x", "application/octet-stream", "application/javascript", "application/jsonp", "application/json5", "application/x-json", "application/ld+json", "application/problem+json", "application/vnd.api+json", "application/jwt",
	"application/json-patch+json", "application/merge-patch+json", "application/activity+json", "application/ndjson", "application/jsonlines", "application/cbor", "application/yaml", "image/png", "text/css", "application/json/x", "xapplication/json", "application/jsonx", "application/form-urlencoded", "x-www-form-urlencoded", "application/x-www-form", "application/www-form-urlencoded",
	"www-form-urlencoded", "json", "application", "application/", "/json", "/", "*/*", "application/*", "text/plain; x=application/json", "text/plain, application/json", "application/json, text/plain", "application/json,application/json", "application/xml; charset=utf-8", "text/plain;charset=utf-8",
	"", " ", ";", "application json", "application\\json", "application/json\x01", "application/json;charset", "application/json;=", "\"application/json\"", "application/j\u0455on", "none", "a/b", "application/json charset=utf-8", "application/graphql", "application/protobuf", "font/woff", "audio/mpeg",
	"application/json; charset=\"utf-8\"", "application/x-www-form-urlencoded; charset=\"utf-8\"", "application/json; charset=UTF-8", "application/x-www-form-urlencoded; charset=UTF-8",
}

// Spellings of the two media types that say the same.
var (
	JSONSpellings = []string{"Application/JSON", "application/json; charset=utf-8", "application/json;charset=UTF-8", "application/json; charset=\"utf-8\"", "application/json; charset=UTF-8", "APPLICATION/JSON; CHARSET=utf-8", "application/json; version=2"}
	FormSpellings = []string{"Application/X-WWW-Form-Urlencoded", "application/x-www-form-urlencoded; charset=utf-8", "application/x-www-form-urlencoded;charset=UTF-8", "application/x-www-form-urlencoded; charset=\"utf-8\"", "application/x-www-form-urlencoded; charset=UTF-8", "APPLICATION/X-WWW-FORM-URLENCODED; CHARSET=utf-8", "application/x-www-form-urlencoded; version=2"}
)

// Methods are request methods other than POST.
var Methods = []string{
	"GET", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "post", "Post", "FOO", "PROPFIND", "QUERY", "SEARCH", "LINK", "PURGE", "M-SEARCH", "X", "POSTS", "GETPOST", "get",
}

// Queries are queries of the URL.
var Queries = []string{
	"a=b", "type=client_update", "type=client_associate", "type=nothing", "client_id=x", "client_secret=x", "application_type=desktop", "application_type=web", "contacts=nobody", "logo_url=not-a-url", "redirect_uri=not-a-url", "redirect_uris=not-a-url",
	"%", "%zz", "%00", "&", "=", "==", "&&&", ";", "a;b", "?", "a[]=1&a[]=2", "x=%ff", "callback=f", "_method=DELETE", "format=xml", "debug=1", "%E0%A4%A", "..%2f..%2f",
}

// Field is a header field.
type Field struct{ Name, Value string }

// Fields are header fields that a client may send and a server need not mind.
var Fields = []Field{
	{"Accept", "application/json"},
	{"Accept", "*/*"},
	{"Accept", "text/html"},
	{"Accept", "application/xml;q=0.9, text/html"},
	{"Accept", ""},
	{"Accept", "garbage"},
	{"Accept-Charset", "utf-16"},
	{"Accept-Language", "de, en;q=0.5"},
	{"Accept-Language", "*"},
	{"Accept-Encoding", "identity"},
	{"Authorization", "Basic YWxpY2U6c2VjcmV0"},
	{"Authorization", "Bearer x"},
	{"Authorization", "garbage"},
	{"Cookie", "session=1"},
	{"Cookie", "=;=;\""},
	{"Origin", "https://evil.example"},
	{"Origin", "null"},
	{"Referer", "https://evil.example/"},
	{"X-Forwarded-For", "127.0.0.1"},
	{"X-Forwarded-Host", "evil.example"},
	{"X-Forwarded-Proto", "gopher"},
	{"X-Original-URL", "/admin"},
	{"X-Requested-With", "XMLHttpRequest"},
	{"X-HTTP-Method-Override", "GET"},
	{"X-HTTP-Method-Override", "DELETE"},
	{"X-Method-Override", "PUT"},
	{"Forwarded", "for=127.0.0.1;host=evil.example"},
	{"User-Agent", ""},
	{"User-Agent", "Mozilla/5.0 (<script>)"},
	{"User-Agent", "curl/8"},
	{"Content-Language", "en"},
	{"Content-Location", "/x"},
	{"Content-Disposition", "form-data"},
	{"Content-Encoding", "identity"},
	{"If-Match", "*"},
	{"If-None-Match", "*"},
	{"If-Modified-Since", "garbage"},
	{"If-Unmodified-Since", "Thu, 01 Jan 1970 00:00:00 GMT"},
	{"Range", "bytes=0-1"},
	{"Max-Forwards", "0"},
	{"Pragma", "no-cache"},
	{"Cache-Control", "no-cache"},
	{"Cache-Control", "only-if-cached"},
	{"Date", "garbage"},
	{"From", "a"},
	{"Via", "1.0 x"},
	{"Upgrade", "h2c"},
	{"TE", "trailers"},
	{"Prefer", "return=minimal"},
	{"Connection", "close"},
	{"Connection", "keep-alive"},
	{"X-Empty", ""},
	{"x-lower", "1"},
	{"X-Unicode", "é\u202e"},
	{"Transfer-Encoding", "chunked"},
}

// JSONKinds are JSON values, one or two of each type: what a parameter is given
// where a string is meant.
var JSONKinds = []string{"null", "true", "false", "0", "1", "42", "1.5", "-1", "[]", "{}", `[""]`, `["a"]`, `{"a":1}`, `""`, "[null]", `{"$ne":null}`, `{"$gt":""}`}

// Openers are texts and JSON values that open a lock which is not careful.
var (
	Openers     = []string{"%", "_", "*", ".*", "?", "' OR '1'='1", "' OR 1=1 --", "\" OR \"\"=\"", "') OR 1=1 --", "'", "\"", "--", "x' OR 'x'='x", "true", "null", "0", "1", "undefined", "", " ", "\x00", "admin", "[object Object]", "__proto__", "constructor", "toString", "valueOf", ".", "^", "[", "\\", ";", "$ne", "{\"$ne\":null}"}
	JSONOpeners = []string{`{"$ne":null}`, `{"$gt":""}`, `{"$ne":"x"}`, `{"$regex":".*"}`, `{"$exists":true}`, "true", "0", "1", "[]", "{}", "null", "[null]", `[""]`, "false", "42"}
)

// Endings stand behind a credential and make a query of it mean something else.
var Endings = []string{"'--", "' --", "'#", "'/*", "' OR '1'='1", "\"--", "%", "*", "\x00", " ", "\n", "$", "|", ";--", "' OR 1=1 --"}

// Syntax are ways to break JSON, or to write what some parsers take for it: what
// to put in the place of what, once or everywhere.
var Syntax = []Replacement{
	{"}", ",}"},
	{"}", ",,}"},
	{"}", "}}"},
	{"}", ""},
	{"}", "]"},
	{"\"}", "}"},
	{"\"", "'"},
	{"\"", ""},
	{"\":", ":"},
	{":", ""},
	{":", "="},
	{":", "::"},
	{":", ":,"},
	{",", ""},
	{",", ",,"},
	{",", ";"},
	{"{", "{,"},
	{"{", "{{"},
	{"{", ""},
	{"{", "["},
	{"{\"type", "{/* x */\"type"},
	{"{\"type", "{// x\n\"type"},
	{"{\"type", "{# x\n\"type"},
	{"{\"type\"", "{type"},
	{"\"type\"", "type"},
	{"}", ",\"x\":NaN}"},
	{"}", ",\"x\":Infinity}"},
	{"}", ",\"x\":-Infinity}"},
	{"}", ",\"x\":undefined}"},
	{"}", ",\"x\":+1}"},
	{"}", ",\"x\":01}"},
	{"}", ",\"x\":.5}"},
	{"}", ",\"x\":1.}"},
	{"}", ",\"x\":0x1}"},
	{"}", ",\"x\":1e}"},
	{"}", ",\"x\":'y'}"},
	{"}", ",\"x\":\"\\x\"}"},
	{"}", ",\"x\":\"\\u12\"}"},
	{"}", ",\"x\":\"a\tb\"}"},
	{"}", ",\"x\":\"a\nb\"}"},
	{"}", ",\"x\":\"a\x00b\"}"},
	{"}", ",\"x\":\"}"},
	{"}", ",\"x\":[1,]}"},
	{"}", ",\"x\":[}"},
	{"}", ",\"x\"}"},
	{"}", ",\"x\":}"},
	{"}", ",1:2}"},
	{"}", ",null:1}"},
	{"}", ",\"x\":True}"},
	{"}", ",\"x\":None}"},
	{"}", ",\"x\":1e400}"},
	{"}", ",\"x\":\"\\ud800\"}"},
	{"}", ",\"x\":\"\xff\"}"},
	{" ", "\u00a0"},
	{"native", "native\\"},
	{"native\"", "native"},
}

// Replacement is what to write in the place of what.
type Replacement struct{ Old, New string }
