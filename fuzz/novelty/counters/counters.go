package counters

// How many numbers there are of each kind.
const (
	Signatures = 1024
	Pairs      = 2048
)

// arms is how many counters a row has.
const arms = 64

// Signature counts the number of a signature. It ignores a number that has no counter.
func Signature(n int) {
	if 0 <= n && n < Signatures {
		count(n)
	}
}

// Pair counts the number of a pair of signatures, as [Signature] does.
func Pair(n int) {
	if 0 <= n && n < Pairs {
		count(Signatures + n)
	}
}

// count adds one to the counter of n. The compiler makes the function row once for
// each type, each time with counters of its own.
func count(n int) {
	[(Signatures + Pairs) / arms]func(int){
		row[[0]byte], row[[1]byte], row[[2]byte], row[[3]byte], row[[4]byte], row[[5]byte],
		row[[6]byte], row[[7]byte], row[[8]byte], row[[9]byte], row[[10]byte], row[[11]byte],
		row[[12]byte], row[[13]byte], row[[14]byte], row[[15]byte], row[[16]byte], row[[17]byte],
		row[[18]byte], row[[19]byte], row[[20]byte], row[[21]byte], row[[22]byte], row[[23]byte],
		row[[24]byte], row[[25]byte], row[[26]byte], row[[27]byte], row[[28]byte], row[[29]byte],
		row[[30]byte], row[[31]byte], row[[32]byte], row[[33]byte], row[[34]byte], row[[35]byte],
		row[[36]byte], row[[37]byte], row[[38]byte], row[[39]byte], row[[40]byte], row[[41]byte],
		row[[42]byte], row[[43]byte], row[[44]byte], row[[45]byte], row[[46]byte], row[[47]byte],
	}[n/arms](n % arms)
}

// row has a block for each n below arms, and a fuzzing build a counter for each block.
func row[T any](n int) { //nolint:gocyclo,cyclop // the blocks are what it is for
	switch n {
	case 0:
	case 1:
	case 2:
	case 3:
	case 4:
	case 5:
	case 6:
	case 7:
	case 8:
	case 9:
	case 10:
	case 11:
	case 12:
	case 13:
	case 14:
	case 15:
	case 16:
	case 17:
	case 18:
	case 19:
	case 20:
	case 21:
	case 22:
	case 23:
	case 24:
	case 25:
	case 26:
	case 27:
	case 28:
	case 29:
	case 30:
	case 31:
	case 32:
	case 33:
	case 34:
	case 35:
	case 36:
	case 37:
	case 38:
	case 39:
	case 40:
	case 41:
	case 42:
	case 43:
	case 44:
	case 45:
	case 46:
	case 47:
	case 48:
	case 49:
	case 50:
	case 51:
	case 52:
	case 53:
	case 54:
	case 55:
	case 56:
	case 57:
	case 58:
	case 59:
	case 60:
	case 61:
	case 62:
	case 63:
	}
}
