#!/bin/bash -eu
# OSS-Fuzz and ClusterFuzzLite run this with $SRC, $OUT and $WORK set, and with
# compile_native_go_fuzzer of their base image. Each native target of package
# fuzz becomes a fuzzer. Without REGSPEC_TARGET they fuzz the reference server;
# to fuzz your own, have it started by a target of your own.
cd "$SRC/regspec"
module=$(go list -m)
for target in $(grep -h '^func Fuzz' fuzz/*_test.go | sed 's/^func \(Fuzz[A-Za-z0-9]*\).*/\1/' | sort); do
	compile_native_go_fuzzer "$module/fuzz" "$target" "$target"
done
