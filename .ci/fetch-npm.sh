#!/bin/sh
# Fetch the packages that tests/npm.toml pins, check each against its integrity, and unpack it into .npm/node_modules/.
# Nothing is run and no dependency is followed. What is there already, whole, is kept. Exit 3: there is no npm.
set -eu
cd "$(dirname "$0")/.."
command -v npm >/dev/null || { echo "fetch-npm: npm is not installed; tests marked npm will be skipped" >&2; exit 3; }
mkdir -p .npm/node_modules

python3 - <<'PYTHON' |
import tomllib
with open("tests/npm.toml", "rb") as stream:
    for package in tomllib.load(stream)["packages"]:
        print(package["name"], package["version"], package["integrity"], *package.get("only", ()))
PYTHON
while read -r name version integrity only; do
    folder=".npm/node_modules/$name"
    if [ "$(cat "$folder/.fetched" 2>/dev/null || true)" = "$integrity $only" ]; then
        echo "fetch-npm: $name $version is there"
        continue
    fi
    file=".npm/$(cd .npm && npm pack --silent "$name@$version" </dev/null)"
    found="sha512-$(python3 -c 'import base64, hashlib, sys
print(base64.b64encode(hashlib.sha512(open(sys.argv[1], "rb").read()).digest()).decode())' "$file")"
    if [ "$found" != "$integrity" ]; then
        echo "fetch-npm: $name $version is not what was pinned: $found instead of $integrity" >&2
        rm -f "$file"
        exit 1
    fi
    rm -rf "$folder" && mkdir -p "$folder"
    # shellcheck disable=SC2086  # several files, each a word
    tar -xzf "$file" -C "$folder" --strip-components=1 $only
    rm -f "$file"
    echo "$integrity $only" > "$folder/.fetched"
    echo "fetch-npm: $name $version fetched"
done
