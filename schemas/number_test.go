package schemas

import (
	"encoding/json"
	"math"
	"strings"
	"testing"
	"time"
)

// A server may answer with any number; none of them may cost more than others.
func TestNumbers(t *testing.T) {
	const huge = "999999999999"
	digits := strings.Repeat("9", 1_000_000)
	for number, want := range map[string]string{
		`0`:                    "",
		`-0`:                   "",
		`0.0`:                  "",
		`0e` + huge:            "",
		`1`:                    "",
		`1.0`:                  "",
		`1e3`:                  "",
		`9007199254740993`:     "",
		`18446744073709551616`: "",
		`1e400`:                "",
		`1e` + huge:            "",
		digits:                 "",
		`-1e400`:               "expires_at is the number -1e400, and must be at least 0",
		`-1e` + huge:           "expires_at is the number -1e" + huge + ", and must be at least 0",
		"-" + digits:           "expires_at is a number of 1000001 digits, and must be at least 0",
		`0.5`:                  "expires_at is the number 0.5, and must be an integer",
		`1e-400`:               "expires_at is the number 1e-400, and must be an integer",
		`1e-` + huge:           "expires_at is the number 1e-" + huge + ", and must be an integer",
		`-1e-` + huge:          "expires_at is the number -1e-" + huge + ", and must be an integer",
	} {
		started := time.Now()
		err := Validate(RegistrationResponse, []byte(`{"client_id":"i","client_secret":"s","expires_at":`+number+`}`))
		if got := text(err); got != want {
			t.Errorf("%.40s: got %q, want %q", number, got, want)
		}
		if took := time.Since(started); took > 2*time.Second {
			t.Errorf("%.40s took %s", number, took)
		}
	}
}

func TestNumbersOfGo(t *testing.T) {
	for _, test := range []struct {
		value any
		want  string
	}{
		{0, ""},
		{int64(5), ""},
		{uint64(math.MaxUint64), ""},
		{5.0, ""},
		{math.MaxFloat64, ""},
		{json.Number("7"), ""},
		{-1, "expires_at is the number -1, and must be at least 0"},
		{0.25, "expires_at is the number 0.25, and must be an integer"},
		{math.Inf(-1), "expires_at is the number -Inf, and must be at least 0"},
		{math.NaN(), "expires_at is the number NaN, and must be an integer"},
	} {
		value := map[string]any{"client_id": "i", "client_secret": "s", "expires_at": test.value}
		if got := text(Validate(RegistrationResponse, value)); got != test.want {
			t.Errorf("%v: got %q, want %q", test.value, got, test.want)
		}
		if got := value["expires_at"]; got != test.value && !math.IsNaN(test.value.(float64)) {
			t.Errorf("%v became %v", test.value, got)
		}
	}
}

func text(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// A number that stands in for another keeps its sign, and 0 is 0.
func TestNumbersKeepTheirSign(t *testing.T) {
	for member, want := range map[string]string{
		`"duration_ms":-1e-400`:        "duration_ms is the number -1e-400, and must be at least 0",
		`"version":0e999999999`:        "version is the number 0e999999999, and must be 1",
		`"version":1.0e0`:              "",
		`"duration_ms":0.000e-9999999`: "",
	} {
		got := text(Validate(Report, []byte("{"+member+"}")))
		if want != "" && !strings.Contains(got, want) || want == "" && strings.Contains(got, "number") {
			t.Errorf("%s: got %s, want %q", member, got, want)
		}
	}
}
