package wire_test

import (
	"net/http"
	"net/http/httptest"
	"reflect"
	"testing"

	"github.com/regspec/regspec/suite/wire"
)

func TestRedirectIsNotFollowed(t *testing.T) {
	var asked []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked = append(asked, r.URL.Path)
		http.Redirect(w, r, "/elsewhere", http.StatusFound)
	}))
	x := send(t, endpoint(t, server.URL+"/base/"), wire.Options{}, post())
	server.Close()
	want(t, x, "", "")
	if x.Answer.Status != 302 || !reflect.DeepEqual(asked, []string{"/base/api/client/register"}) {
		t.Errorf("answer is %+v, asked were %q", x.Answer, asked)
	}
}
