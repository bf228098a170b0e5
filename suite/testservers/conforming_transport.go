package testservers

import (
	"strings"
	"time"
)

// conformingTransport are servers that speak HTTP in their own way.
func conformingTransport() []Server {
	return []Server{
		conforming("slow",
			"Each answer takes 30 ms.",
			wrapped(typedWith(), slowly(30*time.Millisecond))),
		conforming("no-keep-alive",
			"Each answer closes its connection.",
			wrapped(chainWith(), withHeaders("Connection", "close"))),
		conforming("gzip",
			"Answers are compressed for clients that offer gzip, successes and refusals alike.",
			wrapped(dictWith(), gzipped)),
		conforming("trickle",
			"Answers are chunked, three bytes a chunk and each flushed, with a trailer after them.",
			wrapped(typedWith(), trickled)),
		conforming("early-hints",
			"A 103 Early Hints precedes every answer.",
			wrapped(chainWith(), hinted)),
		conforming("http-1.0",
			"Answers are HTTP/1.0 without length or reason phrase, header names in lower case and without a space after the colon; the end of the connection ends them.",
			wrapped(dictWith(), old)),
		conforming("many-headers",
			"Answers carry cookies, CORS, Retry-After, Content-Language, a Link and a Warning.",
			wrapped(dictWith(), withHeaders(
				"Set-Cookie", "session=1; Path=/; HttpOnly", "Set-Cookie", "theme=dark",
				"Access-Control-Allow-Origin", "*", "Retry-After", "1", "Content-Language", "de",
				"Link", `<https://server.example.org/>; rel="help"`, "Warning", `199 - "be careful"`))),
		conforming("any-prefix",
			"The endpoint is served under any base path: the handler answers wherever the path ends in /api/client/register.",
			chainWith(func(s *seams) {
				s.path = func(path string) bool { return strings.HasSuffix(path, endpoint) }
			})),
	}
}
