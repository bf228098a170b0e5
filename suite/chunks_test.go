package suite

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/regspec/regspec/reference"
	"github.com/regspec/regspec/suite/report"
)

// The first chunk is not the body: a server that takes it for that is told by the case with several.
func TestTheFirstChunkIsNotTheBody(t *testing.T) {
	inner := reference.New(reference.Options{})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if len(r.TransferEncoding) > 0 {
			first := make([]byte, 64<<10)
			n, _ := r.Body.Read(first)
			r.Body = io.NopCloser(bytes.NewReader(first[:n]))
		}
		inner.ServeHTTP(w, r)
	}))
	defer server.Close()
	got := try(t.Context(), t, Options{Target: server.URL, Selection: Selection{Patterns: []string{"body/chunked", "body/in-pieces", "body/in-several-chunks"}}})
	compare(t, those(got, report.Failed), []string{"body/in-several-chunks [json]", "body/in-several-chunks [form]"})
}
