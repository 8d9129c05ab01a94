#!/bin/bash
# run.sh SECONDS | all [SEEDS] - the crash harness in a folder of its own, in
# memory where there is one: no disk is waited for.
set -eu
cd "$(dirname "$0")/../.."
memory=/dev/shm
[ -w "$memory" ] || memory=${TMPDIR:-/tmp}
folder=$(mktemp -d "$memory/samdepa-crash.XXXXXX")
trap 'rm -rf "$folder"' EXIT
crash=${BUILD:-build}/tests/crash/crash
if [ "${1:-30}" = all ]; then
	"$crash" "$folder" all "${2:-20}"
else
	"$crash" "$folder" sample "${1:-30}"
fi
