package reference

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
)

const (
	smallJSON = `{"type":"client_associate","application_type":"web"}`
	smallForm = `type=client_associate&application_type=web`
)

func TestContentTypes(t *testing.T) {
	s := New(Options{})
	const unknown = "Unknown Content-Type"
	for _, tt := range []struct{ contentType, body, want string }{
		{"application/json", smallJSON, ""},
		{"Application/JSON", smallJSON, ""},
		{"application/json; charset=utf-8", smallJSON, ""},
		{"application/json;charset=\"UTF-8\"", smallJSON, ""},
		{"application/json; charset", smallJSON, ""},
		{"application/json; charset=utf-8; charset=utf-8", smallJSON, ""},
		{"application/json;", smallJSON, ""},
		{" application/json ; a=\"b;c", smallJSON, ""},
		{"application/x-www-form-urlencoded", smallForm, ""},
		{"APPLICATION/X-WWW-FORM-URLENCODED; charset=iso-8859-1", smallForm, ""},
		{"www-form-urlencoded", smallForm, ""},
		{"", smallForm, ""},
		{"", smallJSON, ""},
		{"", "\uFEFF\n" + smallJSON, ""},
		{" ", smallJSON, ""},
		{"", "", "No registration type provided"},
		{"", "[]", "No registration type provided"},
		{"", "{", "Could not decode JSON"},
		{"text/plain", smallJSON, unknown},
		{"text/json", smallJSON, unknown},
		{"application/jsonx", smallJSON, unknown},
		{"application/vnd.api+json", smallJSON, unknown},
		{"application/json, text/html", smallJSON, unknown},
		{"application / json", smallJSON, unknown},
		{"application", smallJSON, unknown},
		{"json", smallJSON, unknown},
		{"; charset=utf-8", smallJSON, unknown},
		{"multipart/form-data; boundary=x", smallForm, unknown},
		{"<script>", smallForm, unknown},
	} {
		t.Run(tt.contentType, func(t *testing.T) {
			r := send(t, s, tt.contentType, tt.body)
			switch tt.want {
			case "":
				wantAccepted(t, r)
			case unknown:
				wantRefused(t, r, http.StatusUnsupportedMediaType, tt.want)
			default:
				wantRefused(t, r, http.StatusBadRequest, tt.want)
			}
		})
	}
}

func TestRepeatedContentType(t *testing.T) {
	s := New(Options{})
	r := httptest.NewRequest(http.MethodPost, Path, strings.NewReader(smallJSON))
	r.Header["Content-Type"] = []string{"application/json", "application/JSON; charset=utf-8"}
	wantAccepted(t, do(t, s, r))

	r = httptest.NewRequest(http.MethodPost, Path, strings.NewReader(smallJSON))
	r.Header["Content-Type"] = []string{"application/json", formType}
	wantRefused(t, do(t, s, r), http.StatusUnsupportedMediaType, "Unknown Content-Type")
}

func TestContentEncoding(t *testing.T) {
	s := New(Options{})
	for coding, ok := range map[string]bool{"": true, "Identity": true, "gzip": false, "identity, gzip": false} {
		r := httptest.NewRequest(http.MethodPost, Path, strings.NewReader(smallJSON))
		r.Header.Set("Content-Type", jsonType)
		r.Header.Set("Content-Encoding", coding)
		if got := do(t, s, r); ok {
			wantAccepted(t, got)
		} else {
			wantRefused(t, got, http.StatusUnsupportedMediaType, "Unknown Content-Encoding")
		}
	}
}

func TestParametersInQueryDoNotCount(t *testing.T) {
	r := httptest.NewRequest(http.MethodPost, Path+"?"+smallForm, strings.NewReader(""))
	r.Header.Set("Content-Type", formType)
	wantRefused(t, do(t, New(Options{}), r), 400, "No registration type provided")
}

func TestUnreadableBodies(t *testing.T) {
	for _, tt := range []struct {
		err    error
		status int
		want   string
	}{
		{io.ErrUnexpectedEOF, http.StatusBadRequest, "Could not read the request body"},
		{errors.New("malformed chunked encoding"), http.StatusBadRequest, "Could not read the request body"},
		{os.ErrDeadlineExceeded, http.StatusRequestTimeout, "Request body took too long"},
	} {
		s := New(Options{})
		body := io.MultiReader(strings.NewReader(smallJSON), failing{tt.err})
		r := httptest.NewRequest(http.MethodPost, Path, body)
		r.Header.Set("Content-Type", jsonType)
		wantRefused(t, do(t, s, r), tt.status, tt.want)
		if n := clients(s); n != 0 {
			t.Errorf("%d clients after %v", n, tt.err)
		}
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }
