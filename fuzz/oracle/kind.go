package oracle

import "github.com/regspec/regspec/suite/wire"

// The kinds of request, as KindOf tells them apart.
const (
	KindAssociate  = "associate"
	KindUpdateGood = "update with good credentials"
	KindUpdateBad  = "update with bad credentials"
)

// KindOf says for coverage how a request is encoded, "json", "form" or "other", and what it is for.
func KindOf(k *TargetModel, sent wire.Sent) (encoding, kind string) {
	var r ruling
	r.decide(k, &sent)
	switch r.read {
	case mediumJSON:
		encoding = "json"
	case mediumForm:
		encoding = "form"
	default:
		encoding = KindOther
	}
	switch {
	case r.acts == associate:
		kind = KindAssociate
	case r.acts == update && (r.good || r.likely):
		kind = KindUpdateGood
	case r.acts == update:
		kind = KindUpdateBad
	default:
		kind = KindOther
	}
	return encoding, kind
}
