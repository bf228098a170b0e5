package cases

// repeated writes out the steps that are to be sent several times, and turns the
// names of steps into places. Steps and what they were built from go in pairs.
func repeated(data []stepData, steps []Step) []Step {
	var all []Step
	places := map[string][2]int{} // a step's name to the indices of its first and last
	for i, step := range steps {
		first := len(all)
		last := first + max(step.Times, 1) - 1
		if name := data[i].Name; name != "" {
			places[name] = [2]int{first, last}
		}
		for at := first; at <= last; at++ {
			one := step
			if at > first {
				one.Times = 0
			}
			if across := data[i].Across; across != nil && at == last {
				one.Across = &Across{
					First: first, Distinct: across.Distinct, Random: across.Random, NotCounting: across.NotCounting,
				}
				if place, ok := places[across.SameAs]; ok {
					one.Across.SameAs = &place
				}
			}
			all = append(all, one)
		}
	}
	return all
}
