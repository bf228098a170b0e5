package format

import (
	"io"

	"github.com/regspec/regspec/suite/report"
)

// Writer writes a report in one format.
type Writer func(io.Writer, report.Report) error

// Writers are the formats of the report of a run, by their names on the command line.
func Writers() map[string]Writer {
	return map[string]Writer{
		"badge":    Badge,
		"github":   GitHub,
		"gitlab":   GitLab,
		"har":      HAR,
		"json":     JSON,
		"junit":    JUnit,
		"markdown": Markdown,
		"sarif":    SARIF,
	}
}

// CampaignWriters are the formats of the report of a campaign.
func CampaignWriters() map[string]Writer { return map[string]Writer{"json": JSON} }
