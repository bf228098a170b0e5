package testservers

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// rareRows show the rare defects that one answer shows. Under fails are the common
// checks that happen to make the condition.
func rareRows() []row {
	plain := posted("application/json", reg("")[0].body)
	refused := func(field string) []shot {
		one := posted("application/json", `{"type": "client_associate", "application_type": "x"}`)
		one.field = field
		return []shot{one}
	}
	name := func(value string) []shot { return reg(`, "application_name": "` + value + `"`) }
	contacts := func(value string) []shot { return reg(`, "contacts": "` + value + `"`) }
	var members strings.Builder
	for letter := 'a'; letter < 'y'; letter++ {
		fmt.Fprintf(&members, `, "%c": "1"`, letter)
	}
	deep := strings.Repeat("[", 10) + strings.Repeat("]", 10)
	return []row{
		{"private-character-crashes", name("My \ue123"), `^500`, ""},
		{"leading-mark-crashes", name("\u0301a"), `^500`, ""},
		{"web-logo-port-crashes", reg(`, "logo_url": "https://example.org:8080/a.png"`), `^500`, ""},
		{"name-of-137-bytes-crashes", name(strings.Repeat("ü", 68) + "x"), `^500`, ""},
		{"address-again-in-capitals-crashes", contacts("b@x.org a@x.org B@x.org"), `^500`, ""},
		{"redirect-semicolon-crashes", reg(`, "redirect_uris": "https://example.org/;a https://example.org/"`), `^500`, ""},
		{"negative-exponent-crashes", reg(`, "contacts": 1E-5`), `^500`, ""},
		{"many-members-crash", reg(members.String()), `^500`, ""},
		{"nesting-crashes", reg(`, "x": ` + deep), `^500`, ""},
		{"open-bracket-crashes", regForm("&a[b=x"), `^500`, ""},
		{"lonely-authorization-crashes", refused("Authorization: Bearer"), `^500`, ""},
		{"foreign-capitals-lowered", contacts("BÖb"), `Email Böb is`, ""},
		{"trailing-comma-dropped", contacts("bob, a@x.org"), `Email bob is`, ""},
		{"replacement-character-refused", contacts("\ufffd"), `not decode`, ""},
		{"doubled-space-names-neighbour", contacts("a@x.org  b"), `Email a@x.org is`, ""},
		{"long-address-unchecked", contacts(strings.Repeat("x", 101)), `^200`, "echo/email/long/*"},
		{"bidi-control-breaks-answer", reg(`, "logo_url": "a\u202e"`), `\\x\{202e\}`, ""},
		{"long-value-cut", reg(`, "redirect_uri": "` + strings.Repeat("ü", 101) + `"`), `URI ü{100} is`, "echo/*/long/*"},
		{"form-decoded-twice", regForm("&contacts=%25C3%25a9"), `Email é is`, ""},
		{"doubled-member-unchecked", reg(`, "contacts": "a", "contacts": "b"`), `^200`, ""},
		{"form-feed-escape-misread", contacts(`\\f\f`), `Email \\\\ff is`, ""},
		{"browser-refused-in-html", refused("Accept: text/html,*/*"), `(?s)^400 text/html.*Unknown application_type`, ""},
		{"second-parameter-switches-decoder", []shot{posted("application/json; charset=utf-8; v=1", plain.body)}, `No registration type`, ""},
		{"twelfth-update-refused", slices.Repeat(upd(""), 12), `Unauthorized`, ""},
		{"twelfth-wrong-secret-locks", then(slices.Repeat(updWith("{id}", "x", ""), 12), upd("")), `Unauthorized`, ""},
		{"hyphenated-id-taken", updWith("{hyphened}", "{secret}", ""), `^200`, ""},
		{"secret-leaked-after-update", then(upd(""), updWith("{id}", "x", "")), `Unauthorized.*"client_secret"|"client_secret".*Unauthorized`, ""},
		{"invisible-in-secret-ignored", updWith("{id}", "{secret}\u200b", ""), `^200`, ""},
		{
			"third-change-forgets",
			then(upd(`, "application_type": "native"`), upd(web), upd(`, "application_type": "native"`), upd("")), `Unauthorized`, "",
		},
	}
}

// symptoms tell, by the name of a rare defect, whether a server has it.
func symptoms() map[string]func(*probe) bool {
	all := map[string]func(*probe) bool{
		"form-update-cacheable": func(p *probe) bool {
			in, _ := p.update()
			return p.post(asForm, in).header.Get("Cache-Control") == ""
		},
		"doubled-dot-hangs": func(p *probe) bool {
			began := time.Now()
			p.post(asJSON, with(associate(), params{"contacts": "a@x..org"}))
			return time.Since(began) >= 3*time.Second
		},
		"simultaneous-contacts-share-credentials": shares,
		"update-beside-refused-loses-client":      loses,
	}
	for _, r := range rareRows() {
		all[r.name] = func(p *probe) bool { return regexp.MustCompile(r.shows).MatchString(r.show(p)) }
	}
	return all
}

func shares(p *probe) bool {
	alike := func(one, other params) bool {
		return distinct(p.together(with(associate(), one), with(associate(), other))...) != ""
	}
	same := params{"contacts": "a@x.org"}
	return alike(same, same) && !alike(same, params{"contacts": "b@x.org"}) && !alike(nil, nil)
}

func loses(p *probe) bool {
	lost := func(one, other params) bool {
		in, _ := p.update()
		p.together(with(in, one), with(in, other))
		return p.post(asJSON, in).refused(message(unauthorized, "")) == ""
	}
	bad := params{"contacts": "x"}
	return lost(nil, bad) && !lost(nil, nil) && !lost(bad, bad)
}

// together sends two requests at the same moment.
func (p *probe) together(requests ...params) []got {
	all := make([]got, len(requests))
	var group sync.WaitGroup
	for i, in := range requests {
		group.Go(func() { all[i] = p.post(asJSON, in) })
	}
	group.Wait()
	return all
}

// A rare defect shows under its condition, and the common checks meet it only where the
// row says so. The clock of synctest stands still while anything runs, so that what
// waits does meet what comes at the same time.
func TestRareDefects(t *testing.T) {
	fails := map[string]string{}
	for _, r := range rareRows() {
		fails[r.name] = r.fails
	}
	shows := symptoms()
	for _, s := range RareDefects() {
		t.Run(s.Name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				if show := shows[s.Name]; show == nil || !show(within(s)) {
					t.Error("the defect does not show under its condition")
				}
				began := time.Now()
				expectFailures(t, strings.Fields(fails[s.Name]), failing(within(s), 1))
				if took := time.Since(began); took > time.Second {
					t.Errorf("the common checks took %v", took)
				}
			})
		})
	}
}

// A condition that shows the defect of another server would make the two one and the
// same to a campaign.
func TestRareDefectsShowAlone(t *testing.T) {
	servers := append(RareDefects(), conforming("careful", "", Careful))
	for name, shows := range symptoms() {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				for _, s := range servers {
					if s.Name != name && shows(within(s)) {
						t.Errorf("%s shows the defect of %s", s.Name, name)
					}
				}
			})
		})
	}
}

func TestRareDefectsAreDescribed(t *testing.T) {
	servers, count, names := RareDefects(), map[string]int{}, map[string]bool{}
	for _, s := range servers {
		if names[s.Name] {
			t.Errorf("there are two named %s", s.Name)
		}
		names[s.Name] = true
		count[s.Rarity]++
		if !strings.HasSuffix(s.Point, ".") || s.Conforms {
			t.Errorf("%s: %q is no sentence, or it conforms", s.Name, s.Point)
		}
		if !slices.Contains([]string{documented, implied, hardening}, s.Level) {
			t.Errorf("%s has the level %q", s.Name, s.Level)
		}
	}
	if got := slices.Sorted(maps.Keys(count)); !slices.Equal(got, []string{Easy, Hard, Medium}) {
		t.Errorf("the rarities are %v", got)
	}
	for rarity, n := range count {
		if n*4 < len(servers) {
			t.Errorf("only %d of %d are %s", n, len(servers), rarity)
		}
	}
	if shown := slices.Sorted(maps.Keys(symptoms())); !slices.Equal(shown, slices.Sorted(maps.Keys(names))) {
		t.Errorf("shown are %v", shown)
	}
}

// A client that hangs up must not keep the server busy.
func TestHangEndsWithItsRequest(t *testing.T) {
	servers := RareDefects()
	s := servers[slices.IndexFunc(servers, func(s Server) bool { return s.Name == "doubled-dot-hangs" })]
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		r := httptest.NewRequestWithContext(ctx, http.MethodPost, endpoint, strings.NewReader(contactsOf("a@x..org")))
		r.Header.Set("Content-Type", "application/json")
		began := time.Now()
		s.New().ServeHTTP(httptest.NewRecorder(), r)
		if took := time.Since(began); took != time.Second {
			t.Errorf("the server went on for %v", took)
		}
	})
}

func contactsOf(list string) string { return plainJSON(with(associate(), params{"contacts": list})) }
