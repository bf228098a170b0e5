"""Says what a Go binary is made of, as CycloneDX 1.5: python3 .ci/sbom.py BINARY.

Go writes the modules and their checksums into the binary; this only writes them
in the form that scanners read. It has no time and no random number in it.
"""

import base64
import json
import subprocess
import sys


def component(fields):
    """A line of go version -m: kind, path, version, checksum."""
    path, version = fields[0], fields[1]
    one = {"type": "library", "name": path, "version": version, "purl": f"pkg:golang/{path}@{version}"}
    if len(fields) > 2 and fields[2].startswith("h1:"):
        digest = base64.b64decode(fields[2][3:]).hex()
        one["hashes"] = [{"alg": "SHA-256", "content": digest}]
    return one


def main():
    lines = subprocess.run(["go", "version", "-m", sys.argv[1]], check=True, capture_output=True, text=True).stdout.splitlines()
    go = lines[0].rsplit(" ", 1)[1]
    rows = [line.strip().split("\t") for line in lines[1:]]
    main_module = next(component(row[1:]) for row in rows if row[0] == "mod")
    main_module["type"] = "application"
    libraries = [component(row[1:]) for row in rows if row[0] == "dep"]
    libraries.append({"type": "library", "name": "stdlib", "version": go, "purl": f"pkg:golang/stdlib@{go.removeprefix('go')}"})
    json.dump(
        {"bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1, "metadata": {"component": main_module}, "components": libraries},
        sys.stdout, indent=2,
    )
    print()


main()
