// Package kubernetes reads what regspec init kubernetes writes with the types of
// Kubernetes itself. It is a module of its own: k8s.io/api is needed for nothing else.
package kubernetes

import (
	"os"
	"strings"
	"testing"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	"sigs.k8s.io/yaml"
)

func TestTheJobsAreThoseOfKubernetes(t *testing.T) {
	text, err := os.ReadFile("../../templates/kubernetes.yaml")
	if err != nil {
		t.Fatal(err)
	}
	filled := strings.NewReplacer("SHARDS", "8", "IMAGE", "regspec:test").Replace(string(text))
	documents := strings.Split(filled, "\n---\n")
	if len(documents) != 3 {
		t.Fatalf("there are %d documents", len(documents))
	}
	var volume corev1.PersistentVolumeClaim
	var fuzz, merge batchv1.Job
	for i, into := range []any{&volume, &fuzz, &merge} {
		if err := yaml.UnmarshalStrict([]byte(documents[i]), into); err != nil {
			t.Errorf("document %d: %v", i+1, err)
		}
	}
	if fuzz.Spec.CompletionMode == nil || *fuzz.Spec.CompletionMode != batchv1.IndexedCompletion || *fuzz.Spec.Completions != 8 {
		t.Error("the Job has not 8 indexes")
	}
	for _, job := range []batchv1.Job{fuzz, merge} {
		container := job.Spec.Template.Spec.Containers[0]
		if !*container.SecurityContext.ReadOnlyRootFilesystem || *container.SecurityContext.AllowPrivilegeEscalation {
			t.Errorf("%s is not locked down", job.Name)
		}
		if container.Resources.Limits.Memory().IsZero() || container.Resources.Limits.Cpu().IsZero() {
			t.Errorf("%s has no limits", job.Name)
		}
		if claim := job.Spec.Template.Spec.Volumes[0].PersistentVolumeClaim; claim.ClaimName != volume.Name {
			t.Errorf("%s keeps its results in %s", job.Name, claim.ClaimName)
		}
	}
}
