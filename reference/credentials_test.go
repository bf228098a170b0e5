package reference

import (
	"fmt"
	"maps"
	"strings"
	"sync"
	"testing"
)

func TestConcurrentRegistrationsAreUnique(t *testing.T) {
	s := New(Options{})
	const workers, each = 8, 50
	got := make(chan credentials, workers*each)
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			for range each {
				r := send(t, s, formType, "type=client_associate&application_type=web")
				c := r.creds()
				u := send(t, s, formType, "type=client_update&client_id="+c.id+"&client_secret="+c.secret)
				if u.status != 200 || u.creds() != c {
					t.Errorf("update right after registration: %d %s", u.status, u.body)
				}
				got <- c
			}
		})
	}
	wg.Wait()
	close(got)
	seen := map[string]bool{}
	for c := range got {
		if c.id == "" || c.secret == "" || seen[c.id] || seen[c.secret] {
			t.Fatalf("%v is empty or was given out before", c)
		}
		seen[c.id], seen[c.secret] = true, true
	}
	if n := clients(s); n != workers*each {
		t.Errorf("%d clients, want %d", n, workers*each)
	}
}

func TestUpdatesOfOneClientDoNotMix(t *testing.T) {
	s := New(Options{})
	c := register(t, s)
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			for range 25 {
				name := fmt.Sprint(i)
				send(t, s, formType, "type=client_update&client_id="+c.id+"&client_secret="+c.secret+
					"&application_name="+name+"&logo_url=http://a.org/"+name)
			}
		})
	}
	wg.Wait()
	if m := known(t, s, c); m.applicationName == "" || !strings.HasSuffix(m.logoURL, "/"+m.applicationName) {
		t.Errorf("two updates mixed: %+v", m)
	}
}

func TestUnknownIDLooksLikeWrongSecret(t *testing.T) {
	s := New(Options{})
	c := register(t, s)
	body := `{"type":"client_update","client_id":%q,"client_secret":%q}`
	unknown := send(t, s, jsonType, fmt.Sprintf(body, strings.Repeat("A", 22), c.secret))
	wrong := send(t, s, jsonType, fmt.Sprintf(body, c.id, strings.Repeat("A", 43)))
	wantRefused(t, unknown, 403, "Unauthorized.")
	if unknown.status != wrong.status || unknown.body != wrong.body ||
		!maps.EqualFunc(unknown.header, wrong.header, func(a, b []string) bool { return fmt.Sprint(a) == fmt.Sprint(b) }) {
		t.Errorf("%+v differs from %+v", unknown, wrong)
	}
}

func TestOddCredentialsAreWrongCredentials(t *testing.T) {
	s := New(Options{})
	c := register(t, s)
	for _, odd := range []string{
		`{"$ne": ""}`, `["` + c.secret + `"]`, `0`, `true`, `false`, `{}`, `[]`, `1e999`,
		`"' OR '1'='1"`, `"\""`, `"\u0000"`, `" "`, `"` + strings.Repeat("x", 5000) + `"`,
	} {
		r := send(t, s, jsonType, fmt.Sprintf(`{"type":"client_update","client_id":%q,"client_secret":%s}`, c.id, odd))
		wantRefused(t, r, 403, "Unauthorized.")
		r = send(t, s, jsonType, fmt.Sprintf(`{"type":"client_update","client_id":%s,"client_secret":%q}`, odd, c.secret))
		wantRefused(t, r, 403, "Unauthorized.")
		wantRefused(t, send(t, s, jsonType, object(`"client_id": `+odd)), 400, "Only set client_id for update.")
	}
}

func TestSecretIsNotStored(t *testing.T) {
	s := New(Options{})
	c := register(t, s)
	if dump := fmt.Sprintf("%+v", *s.store.byID[c.id].Value.(*client)); strings.Contains(dump, c.secret) {
		t.Errorf("secret in store: %s", dump)
	}
	if stored := s.store.byID[c.id].Value.(*client).secret; stored != digestOf(c.secret) {
		t.Errorf("stored %x, want the digest of the secret", stored)
	}
}

func TestDigestsCompareWhole(t *testing.T) {
	d := digestOf("secret")
	if !d.equal(digestOf("secret")) {
		t.Error("same digests differ")
	}
	for i := range d {
		other := d
		other[i] ^= 1
		if d.equal(other) {
			t.Errorf("difference in byte %d not seen", i)
		}
	}
}

func TestOnlyTextCountsAsText(t *testing.T) {
	p := params{"a": {isText, "x"}, "b": {notAText, "5"}, "c": {}}
	for name, want := range map[string]string{"a": "x", "b": "", "c": "", "d": ""} {
		if got := p.text(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

func TestFullStoreForgetsTheLeastRecentlyUsed(t *testing.T) {
	s := New(Options{MaxClients: 3})
	a, b, c := register(t, s), register(t, s), register(t, s)
	update := func(c credentials) int {
		return send(t, s, formType, "type=client_update&client_id="+c.id+"&client_secret="+c.secret).status
	}
	if got := update(a); got != 200 { // now b is the one unused for longest
		t.Fatalf("update: %d", got)
	}
	d := register(t, s)
	if n := clients(s); n != 3 {
		t.Errorf("%d clients, want 3", n)
	}
	if s.store.recent.Len() != 3 {
		t.Errorf("%d in the list, want 3", s.store.recent.Len())
	}
	for _, want := range []struct {
		creds  credentials
		status int
	}{{a, 200}, {b, 403}, {c, 200}, {d, 200}} {
		if got := update(want.creds); got != want.status {
			t.Errorf("update: %d, want %d", got, want.status)
		}
	}
}
