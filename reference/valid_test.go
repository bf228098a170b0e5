package reference

import "testing"

// verdicts says for each value whether it is accepted.
type verdicts map[string]bool

func (v verdicts) test(t *testing.T, f func(string) bool) {
	t.Helper()
	for value, want := range v {
		if got := f(value); got != want {
			t.Errorf("%q: %v, want %v", value, got, want)
		}
	}
}

func TestIsLogoURL(t *testing.T) {
	verdicts{
		"https://myclient.org/images/my_logo.png": true,
		"http://a-b.example.org/x/y?q=1&r[]=%20~": true,
		"HTTPS://EXAMPLE.ORG":                     true,
		"https://example.org:8443/":               true,
		"https://example.org:/":                   true,
		"https://user:pw@example.org/":            true,
		"https://example.org/#top":                true,
		"http://127.0.0.1:80/l":                   true,
		"http://[::1]/l":                          true,
		"http://localhost/l":                      true,
		"https://bücher.example/ü":                true,
		"not-a-url":                               false,
		"example.org/logo.png":                    false,
		"/logo.png":                               false,
		"//example.org/logo.png":                  false,
		"localhost:80/logo.png":                   false,
		":":                                       false,
		"http:":                                   false,
		"http:example.org":                        false,
		"http:/example.org":                       false,
		"http://":                                 false,
		"http:///path":                            false,
		"http://?q":                               false,
		"http://#f":                               false,
		"http://:80/":                             false,
		"http://user@/":                           false,
		"http://[::1":                             false,
		"http://[zz]/":                            false,
		"http://[]/":                              false,
		"https://example.org:65536/":              false,
		"https://example.org:x/":                  false,
		"https://example.org/a b":                 false,
		"https://example.org/%zz":                 false,
		"https://example.org/?a=%4":               false,
		"https://example.org/\n":                  false,
		"https://example.org/\u0085":              false,
		"https://example.org/<b>":                 false,
		"https://example.org/\"":                  false,
		"https:\\\\example.org":                   false,
		"javascript:alert(1)":                     false,
		"JavaScript://example.org/%0aalert(1)":    false,
		"data:image/png;base64,AAAA":              false,
		"ftp://example.org/l":                     false,
		"file:///etc/passwd":                      false,
		"urn:isbn:1":                              false,
	}.test(t, isLogoURL)
}

func TestIsRedirectURI(t *testing.T) {
	verdicts{
		"https://client.example.org/cb?x=1": true,
		"http://127.0.0.1:51004/cb":         true,
		"http://[::1]:51004/":               true,
		"com.example.app:/oauth2redirect":   true,
		"myapp://callback":                  true,
		"urn:ietf:wg:oauth:2.0:oob":         true,
		"not-a-url":                         false,
		"/callback":                         false,
		"//example.org/cb":                  false,
		"/cb:x":                             false,
		"//example.org:80/cb":               false,
		"1app:/cb":                          false,
		"http://":                           false,
		"http:cb":                           false,
		"myapp://":                          false,
		"myapp:///cb":                       false,
		"myapp:":                            false,
		"http://[::1":                       false,
		"https://example.org/cb#frag":       false,
		"https://example.org/cb#":           false,
		"javascript:alert(1)":               false,
		"JAVASCRIPT://a.org/":               false,
		"data:text/html,x":                  false,
		"vbscript:x":                        false,
		"https://example.org/\x00":          false,
		"":                                  false,
	}.test(t, isRedirectURI)
}

func TestIsEmail(t *testing.T) {
	verdicts{
		"myemail@someprovider.com":       true,
		"another_developer@provider.net": true,
		"first.last-1@sub.example.org":   true,
		"a+tag@example.org":              true,
		"o'brien@example.org":            true,
		"me@localhost":                   true,
		"jürgen@bücher.example":          true,
		"ju\u0308rgen@example.org":       true,
		".dot.@example.org":              true,
		"nobody":                         false,
		"@":                              false,
		"@example.org":                   false,
		"me@":                            false,
		"me@.org":                        false,
		"me@example.":                    false,
		"me@a..b":                        false,
		"a@b@c.org":                      false,
		"<me@example.org>":               false,
		"me@example.org,":                false,
		"me@exa_mple.org":                false,
		"me\x00@example.org":             false,
		"\"me\"@example.org":             false,
		"me@[127.0.0.1]":                 false,
		"mailto:me@example.org":          false,
	}.test(t, isEmail)
}

func TestSplitList(t *testing.T) {
	got := splitList(" a\t\tb\r\nc\u00a0d\v\fe ")
	want := []string{"a", "b", "c\u00a0d", "e"}
	if len(got) != len(want) {
		t.Fatalf("%q, want %q", got, want)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
