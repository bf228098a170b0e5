package format

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"strings"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/report"
)

// The members of GitLab's code quality report:
// https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
type (
	gitlabIssue struct {
		Description string         `json:"description"`
		CheckName   string         `json:"check_name"`
		Fingerprint string         `json:"fingerprint"`
		Severity    string         `json:"severity"`
		Location    gitlabLocation `json:"location"`
	}
	gitlabLocation struct {
		Path  string      `json:"path"`
		Lines gitlabLines `json:"lines"`
	}
	gitlabLines struct {
		Begin int `json:"begin"`
	}
)

// GitLab writes the report as a code quality report of GitLab: an issue a
// cause. Its fingerprint is the same in every run, so that a merge request shows
// what it breaks and what it repairs.
func GitLab(w io.Writer, r report.Report) error {
	issues := []gitlabIssue{}
	for _, n := range notices(r) {
		sum := sha256.Sum256([]byte(n.key))
		issue := gitlabIssue{
			Description: n.title + ": " + strings.Join(n.text, " | "),
			CheckName:   "regspec/" + n.about,
			Fingerprint: hex.EncodeToString(sum[:]),
			Severity:    severity(n),
			Location:    gitlabLocation{strings.TrimPrefix(printable(n.source), "./"), gitlabLines{max(1, n.line)}},
		}
		if n.about == "" {
			issue.CheckName = "regspec"
		}
		if issue.Location.Path == "" {
			issue.Location.Path = "regspec" // GitLab wants one, and the run has none
		}
		issues = append(issues, issue)
	}
	return indented(w, "GitLab", issues, true)
}

// severity is GitLab's word for a level.
func severity(n notice) string {
	switch n.level {
	case cases.Documented:
		return "critical"
	case cases.Implied:
		return "major"
	case cases.Hardening:
		return "minor"
	}
	return "critical"
}
