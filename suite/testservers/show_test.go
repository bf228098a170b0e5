package testservers

import (
	"net/http"
	"strings"
)

// row shows one departure: what the last of some requests is answered, and
// which of the common checks fail, * standing for anything.
type row struct {
	name  string
	steps []shot
	shows string // a regular expression over "status type body"
	fails string
}

// shot is one request. In its body {id}, {secret}, {id2} and {secret2} are
// those of two clients, {SECRET} and {ID} in capitals, {hyphened} is {id} with a hyphen in it, {cut} is {secret}
// without its last character. The field is a further one of its header, as "Name: value".
type shot struct{ method, query, mediaType, body, field string }

func posted(mediaType, body string) shot { return shot{http.MethodPost, "", mediaType, body, ""} }

func js(body string) []shot   { return []shot{posted("application/json", body)} }
func form(body string) []shot { return []shot{posted("application/x-www-form-urlencoded", body)} }

// reg is a registration in JSON with more members, regForm one by form.
func reg(members string) []shot {
	return js(`{"type": "client_associate", "application_type": "web"` + members + `}`)
}

func regForm(more string) []shot { return form("type=client_associate&application_type=web" + more) }

// upd is an update in JSON with good credentials, updWith one with others.
func upd(members string) []shot { return updWith("{id}", "{secret}", members) }

func updWith(id, secret, members string) []shot {
	return js(`{"type": "client_update", "client_id": "` + id + `", "client_secret": "` + secret + `"` + members + `}`)
}

const web = `, "application_type": "web"`

func then(all ...[]shot) (steps []shot) {
	for _, s := range all {
		steps = append(steps, s...)
	}
	return steps
}

func (r row) show(p *probe) string {
	var texts []string
	for _, s := range r.steps {
		texts = append(texts, s.body)
	}
	pairs := []string{}
	if strings.Contains(strings.Join(texts, ""), "{") {
		id, secret, _ := p.enrolled()
		id2, secret2, _ := p.enrolled()
		pairs = []string{
			"{id}", id, "{secret}", secret, "{id2}", id2, "{secret2}", secret2,
			"{ID}", strings.ToUpper(id), "{SECRET}", strings.ToUpper(secret),
			"{cut}", secret[:max(0, len(secret)-1)], "{hyphened}", id[:min(8, len(id))] + "-" + id[min(8, len(id)):],
		}
	}
	fill := strings.NewReplacer(pairs...)
	var last got
	for _, s := range r.steps {
		last = p.send(s.method, endpoint+s.query, s.mediaType, fill.Replace(s.body), s.field)
	}
	return last.String()
}
