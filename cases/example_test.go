package cases_test

import (
	"fmt"

	"github.com/regspec/regspec/cases"
)

func ExampleExpand() {
	captured := map[string]string{"client.client_id": "4711"}
	value := func(r cases.Reference) (any, error) { return r.Apply(captured[r.Name]) }

	filled, err := cases.Expand("id=${client.client_id}&shorter=${client.client_id|cut}&text=$${name}", value)
	fmt.Println(filled, err)
	// Output: id=4711&shorter=471&text=${name} <nil>
}

func ExampleReference_Apply() {
	for _, filter := range []string{"cut", "swapcase", "json", "form"} {
		corrupted, err := cases.Reference{Name: "client.client_secret", Filter: filter}.Apply(`42"%`)
		fmt.Println(corrupted, err)
	}
	// Output:
	// 42" <nil>
	//  client.client_secret is the same with small and capital letters changed for one another
	// 42\"% <nil>
	// 42%22%25 <nil>
}
