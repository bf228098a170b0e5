package cases

import (
	"encoding/json"
	"math"
	"strings"
	"testing"
)

func TestObject(t *testing.T) {
	for _, test := range []struct {
		object Object
		want   string
	}{
		{nil, `{}`},
		{Object{{"z", "1"}, {"a", 2}, {"m", nil}}, `{"z":"1","a":2,"m":null}`},
		{Object{{"a", 1}, {"a", 2}}, `{"a":1,"a":2}`},
		{Object{{"", ""}}, `{"":""}`},
		{Object{{"<&>", "<b>'&'</b>"}}, `{"<&>":"<b>'&'</b>"}`},
		{Object{{`"\`, "\"\\\b\f\n\r\t\x00\x1f\x7f"}}, `{"\"\\":"\"\\\b\f\n\r\t\u0000\u001f` + "\x7f\"}"},
		{Object{{"ключ", "客户端 \U0001F4F7"}}, `{"ключ":"客户端 ` + "\U0001F4F7" + `"}`},
		{Object{{"a", Object{{"z", []any{Object{{"<", 1}}}}, {"b", true}}}}, `{"a":{"z":[{"<":1}],"b":true}}`},
		{Object{{"a", json.Number("1e400")}, {"b", uint64(math.MaxUint64)}}, `{"a":1e400,"b":18446744073709551615}`},
	} {
		text, err := test.object.MarshalJSON()
		if err != nil || string(text) != test.want {
			t.Errorf("got %s (%v), want %s", text, err, test.want)
		}
		if !json.Valid(text) {
			t.Errorf("%s is not JSON", text)
		}
	}
}

func TestAnObjectThatIsNoJSON(t *testing.T) {
	for _, value := range []any{math.Inf(1), func() {}} {
		if text, err := (Object{{"a", value}}).MarshalJSON(); err == nil || !strings.HasPrefix(err.Error(), "writing JSON: ") {
			t.Errorf("got %s and %v", text, err)
		}
	}
}
