package rarities

import (
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// symptoms tell, for each defective server, whether it shows its defect. Each makes the condition, and would be false of
// a server that conforms.
func symptoms() map[string]func(c caller) bool {
	return map[string]func(c caller) bool{
		"private-character-crashes":         associationCrashes(fields{"application_name": "My \ue123"}),
		"leading-mark-crashes":              associationCrashes(fields{"application_name": "\u0301a"}),
		"web-logo-port-crashes":             associationCrashes(fields{"application_type": "web", "logo_url": "https://example.org:8080/a.png"}),
		"name-of-137-bytes-crashes":         associationCrashes(fields{"application_name": strings.Repeat("ü", 68) + "x"}),
		"address-again-in-capitals-crashes": associationCrashes(fields{"contacts": "b@x.org a@x.org B@x.org"}),
		"redirect-semicolon-crashes":        associationCrashes(fields{"redirect_uris": "https://example.org/;a https://example.org/"}),
		"negative-exponent-crashes": func(c caller) bool {
			return c.raw(`{"type": "client_associate", "application_type": "web", "contacts": 1E-5}`).status == 500
		},
		"many-members-crash": func(c caller) bool {
			more := fields{}
			for letter := 'a'; letter < 'y'; letter++ {
				more[string(letter)] = "1"
			}

			return c.associate(more).status == 500 && c.form(association(more)).status == 500
		},
		"nesting-crashes": func(c caller) bool {
			deep := strings.Repeat("[", 10) + strings.Repeat("]", 10)

			return c.raw(`{"type": "client_associate", "application_type": "web", "x": `+deep+`}`).status == 500
		},
		"open-bracket-crashes": func(c caller) bool {
			return c.post("application/x-www-form-urlencoded", "type=client_associate&application_type=web&a[b=x").status == 500
		},
		"lonely-authorization-crashes": func(c caller) bool {
			return c.do(withHeader("Authorization", "Bearer")).status == 500
		},

		"foreign-capitals-lowered":      refusesOtherwise(fields{"contacts": "BÖb"}, "Email BÖb is not a valid email"),
		"trailing-comma-dropped":        refusesOtherwise(fields{"contacts": "bob, a@x.org"}, "Email bob, is not a valid email"),
		"replacement-character-refused": refusesOtherwise(fields{"contacts": "\ufffd"}, "Email \ufffd is not a valid email"),
		"doubled-space-names-neighbour": refusesOtherwise(fields{"contacts": "a@x.org  b"}, "Email b is not a valid email"),
		"long-address-unchecked":        func(c caller) bool { return c.associate(fields{"contacts": strings.Repeat("x", 101)}).succeeded() },
		"bidi-control-breaks-answer":    refusesOtherwise(fields{"logo_url": "a\u202e"}, "Logo URL a\u202e is not a valid URL"),
		"long-value-cut": refusesOtherwise(fields{"redirect_uri": strings.Repeat("ü", 101)},
			"URI "+strings.Repeat("ü", 101)+" is not a valid URI"),
		"form-decoded-twice": func(c caller) bool {
			return !c.form(association(fields{"contacts": "%C3%a9"})).refused("Email %C3%a9 is not a valid email")
		},
		"doubled-member-unchecked": func(c caller) bool {
			return c.raw(`{"type": "client_associate", "application_type": "web", "contacts": "a", "contacts": "b"}`).succeeded()
		},
		"form-feed-escape-misread": func(c caller) bool {
			got := c.raw(`{"type": "client_associate", "application_type": "web", "contacts": "\\f\f"}`)

			return !got.refused("Email \\f\f is not a valid email")
		},
		"browser-refused-in-html": func(c caller) bool {
			return !c.do(withHeader("Accept", "text/html,*/*")).refused("Unknown application_type.")
		},
		"second-parameter-switches-decoder": func(c caller) bool {
			return !c.post("application/json; charset=utf-8; v=1", `{"type": "client_associate", "application_type": "web"}`).succeeded()
		},
		"form-update-cacheable": func(c caller) bool {
			id, secret := c.register()

			return c.form(updating(id, secret, nil)).header.Get("Cache-Control") == ""
		},
		"doubled-dot-hangs": func(c caller) bool {
			start := time.Now()

			return c.associate(fields{"contacts": "a@x..org"}).succeeded() && time.Since(start) >= 3*time.Second
		},

		"twelfth-update-refused":                  twelfth,
		"twelfth-wrong-secret-locks":              locked,
		"hyphenated-id-taken":                     hyphenated,
		"secret-leaked-after-update":              leak,
		"invisible-in-secret-ignored":             invisible,
		"third-change-forgets":                    changed,
		"simultaneous-contacts-share-credentials": shared,
		"update-beside-refused-loses-client":      lost,
	}
}

func associationCrashes(more fields) func(caller) bool {
	return func(c caller) bool { return c.associate(more).status == 500 }
}

func refusesOtherwise(more fields, message string) func(caller) bool {
	return func(c caller) bool { return !c.associate(more).refused(message) }
}

// withHeader is a request that is to be refused for its application_type.
func withHeader(name, value string) *http.Request {
	r := httptest.NewRequest("POST", endpoint, strings.NewReader(`{"type": "client_associate", "application_type": "x"}`))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set(name, value)

	return r
}

func twelfth(c caller) bool {
	id, secret := c.register()
	for range 11 {
		if !c.update(id, secret, nil).succeeded() {
			return false
		}
	}

	return c.update(id, secret, nil).refused(unauthorizedMessage)
}

func locked(c caller) bool {
	id, secret := c.register()
	for range 11 {
		c.update(id, "x", nil)
	}
	before := c.update(id, secret, nil)
	c.update(id, "x", nil)

	return before.succeeded() && c.update(id, secret, nil).refused(unauthorizedMessage)
}

func hyphenated(c caller) bool {
	id, secret := c.register()

	return c.update(id[:8]+"-"+id[8:], secret, nil).succeeded()
}

func leak(c caller) bool {
	id, secret := c.register()
	before := c.update(id, "x", nil)
	c.update(id, secret, nil)
	after := c.update(id, "x", nil)

	return before.refused(unauthorizedMessage) && !strings.Contains(before.body, secret) &&
		after.refused(unauthorizedMessage) && strings.Contains(after.body, secret)
}

func invisible(c caller) bool {
	id, secret := c.register()

	return c.update(id, secret+"\u200b", nil).succeeded()
}

func changed(c caller) bool {
	id, secret := c.register()
	for _, kind := range []string{"web", "web", "native", "web"} {
		if !c.update(id, secret, fields{"application_type": kind}).succeeded() {
			return false
		}
	}

	return c.update(id, secret, nil).refused(unauthorizedMessage)
}

func shared(c caller) bool {
	together := func(first, second fields) bool {
		got := atOnce(
			func() result { return c.associate(first) },
			func() result { return c.associate(second) },
		)

		return got[0].succeeded() && got[1].succeeded() && got[0].text("client_id") == got[1].text("client_id")
	}
	same := fields{"contacts": "a@x.org"}

	return together(same, same) && !together(same, fields{"contacts": "b@x.org"}) && !together(nil, nil)
}

func lost(c caller) bool {
	together := func(first, second fields) bool {
		id, secret := c.register()
		atOnce(
			func() result { return c.update(id, secret, first) },
			func() result { return c.update(id, secret, second) },
		)

		return c.update(id, secret, nil).refused(unauthorizedMessage)
	}
	bad := fields{"contacts": "x"}

	return together(nil, bad) && !together(nil, nil) && !together(bad, bad)
}

func atOnce(first, second func() result) [2]result {
	var got [2]result
	var group sync.WaitGroup
	group.Go(func() { got[0] = first() })
	group.Go(func() { got[1] = second() })
	group.Wait()

	return got
}

// The clock of synctest stands still while anything runs, so that what sleeps does meet what comes at the same time.
func TestDefectsShow(t *testing.T) {
	shows := symptoms()
	for _, server := range Servers() {
		t.Run(server.Name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				symptom, found := shows[server.Name]
				if !found {
					t.Fatal("no test makes its condition")
				}
				if !symptom(caller{t, server.New()}) {
					t.Error("the defect does not show under its condition")
				}
				if symptom(caller{t, Conforming()}) {
					t.Error("the conforming server shows it, too")
				}
			})
		})
	}
}

// A condition that another server's defect shows under would make the two one and the same to a campaign.
func TestDefectsShowAlone(t *testing.T) {
	for name, symptom := range symptoms() {
		t.Run(name, func(t *testing.T) {
			for _, server := range Servers() {
				synctest.Test(t, func(t *testing.T) {
					if server.Name != name && symptom(caller{t, server.New()}) {
						t.Errorf("%s shows the defect of %s", server.Name, name)
					}
				})
			}
		})
	}
}

func TestDefectsStayHiddenFromOrdinaryRequests(t *testing.T) {
	for _, server := range append(Servers(), Server{Name: "conforming", New: Conforming}) {
		t.Run(server.Name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				start := time.Now()
				ordinary(caller{t, server.New()})
				if took := time.Since(start); took > time.Second {
					t.Errorf("ordinary requests took %v", took)
				}
			})
		})
	}
}

// ordinary sends what any client sends in its first days, and fails the test over every answer that is not right.
func ordinary(c caller) {
	c.t.Helper()
	id, secret := c.register()
	otherID, otherSecret := c.register()
	if id == otherID || secret == otherSecret {
		c.t.Error("two registrations share an id or a secret")
	}
	answers := []struct {
		name string
		got  result
		want string
	}{
		{"everything", c.associate(everything()), success},
		{"a form", c.form(association(fields{"application_name": "My client", "contacts": "a@example.org"})), success},
		{"a charset", c.post("application/json; charset=utf-8", `{"type": "client_associate", "application_type": "web"}`), success},
		{"an update", c.update(id, secret, everything()), success},
		{"an update by form", c.form(updating(id, secret, nil)), success},
		{"an update of the other", c.update(otherID, otherSecret, fields{"application_type": "web"}), success},
		{"bad logo", c.associate(fields{"logo_url": "not-a-url"}), "Logo URL not-a-url is not a valid URL"},
		{"bad contact", c.associate(fields{"contacts": "a@example.org bob"}), "Email bob is not a valid email"},
		{"bad redirect", c.form(association(fields{"redirect_uri": "nowhere"})), "URI nowhere is not a valid URI"},
		{"contacts in a list", c.associate(fields{"contacts": []string{"a@example.org"}}), contactsMessage},
		{"no type", c.raw("{}"), "No registration type provided"},
		{"no JSON", c.raw("{"), "Could not decode JSON"},
		{"unknown type", c.associate(fields{"type": "client_delete"}), ownMessage},
		{"a wrong secret", c.update(otherID, secret, nil), unauthorizedMessage},
		{"a stranger", c.update("stranger", secret, nil), unauthorizedMessage},
		{"a client_id too early", c.associate(fields{"client_id": id}), "Only set client_id for update."},
		{"plain text", c.post("text/plain", "hello"), "Unknown Content-Type"},
	}
	for _, answer := range answers {
		if !answer.got.meets(answer.want) {
			c.t.Errorf("%s: got %d %s, want %q", answer.name, answer.got.status, answer.got.body, answer.want)
		}
	}
}

func TestServersAreDescribed(t *testing.T) {
	servers := Servers()
	count := map[string]int{}
	names := map[string]bool{}
	for _, server := range servers {
		if names[server.Name] {
			t.Errorf("there are two named %s", server.Name)
		}
		names[server.Name] = true
		count[server.Rarity]++
		if !strings.HasSuffix(server.About, ".") {
			t.Errorf("%s: %q is no sentence", server.Name, server.About)
		}
		if !slices.Contains([]string{Documented, Implied, Hardening}, server.Level) {
			t.Errorf("%s has the level %q", server.Name, server.Level)
		}
	}
	if got := slices.Sorted(maps.Keys(count)); !slices.Equal(got, []string{Easy, Hard, Middling}) {
		t.Errorf("the rarities are %v", got)
	}
	for rarity, n := range count {
		if n*4 < len(servers) {
			t.Errorf("only %d of %d are %s", n, len(servers), rarity)
		}
	}
	if extra := len(symptoms()) - len(servers); extra != 0 {
		t.Errorf("there are %d symptoms more than servers", extra)
	}
}
