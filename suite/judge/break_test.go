package judge

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
	"testing"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/wire"
)

// An answer that does not come misses the message that is due, in whatever way it does not
// come. Every kind of break has a row, so that none is forgotten.
func TestABreakMissesTheMessage(t *testing.T) {
	const documented = "message documented error.unauthorized"
	rows := map[wire.Kind]string{
		wire.KindRefused: documented, wire.KindReset: documented, wire.KindClosed: documented, wire.KindTimeout: documented,
		wire.KindUnresolved: documented, wire.KindTLS: documented, wire.KindNotHTTP: documented, wire.KindHeadersTooLarge: documented,
		wire.KindBodyTooLarge: documented, wire.KindUnpackedTooLarge: documented, wire.KindUndecodable: documented, wire.KindOther: documented,
		wire.KindInterrupted: "", wire.KindUnsendable: "", // these are ours
	}
	unauthorized := wanted(t, builtin(t), "unauthorized", "")
	for _, kind := range kinds(t) {
		want, ok := rows[kind]
		if !ok {
			t.Errorf("what becomes of the message where a break is of kind %s?", kind)
		}
		e := Expectation{Expect: refusal(unauthorized), Level: cases.Documented, Requirements: []string{"error.unauthorized"}, Now: now()}
		all := []string{"connection implied answer.always"}
		if want != "" {
			all = append(all, want)
		}
		compare(t, brief(Exchange(e, broken(kind))), all)
		x := broken(kind)
		x.Answer = inJSON(400, `{"error": "Unauthorized."}`).Answer // as much as came
		if x.Break.Bound() {
			all = all[:1] // there was more, and the message is there
		}
		compare(t, brief(Exchange(e, x)), all)
	}
}

// kinds lists the kinds of break that package wire has.
func kinds(t *testing.T) []wire.Kind {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "../wire/break.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var all []wire.Kind
	ast.Inspect(file, func(n ast.Node) bool {
		if spec, ok := n.(*ast.ValueSpec); ok {
			if of, ok := spec.Type.(*ast.Ident); ok && of.Name == "Kind" {
				text, _ := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
				all = append(all, wire.Kind(text))
			}
		}
		return true
	})
	if len(all) == 0 {
		t.Fatal("no kinds")
	}
	return all
}
