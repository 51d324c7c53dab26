#!/usr/bin/env bash
# The long form of tests/breaking: every step instead of a sample, on every core, with a program built for use.
#
#     tests/breaking/long.sh [NAME…]     kills, errors, full_disk, hostile, mutated, readers, writers; without a name all of them
#     LEDGER_BIN=FILE                    tries this program instead of building one
#
# Prints its figures as a table in Markdown, and then what failed. A few hours; a disk that is full wants to be tried as root.
set -uo pipefail
cd "$(dirname "$0")/../.."
figures=$(mktemp)
trap 'rm -f "$figures" "$figures.failed"' EXIT
if [ -z "${LEDGER_BIN:-}" ]; then
    cargo build --quiet --release --locked || exit
    LEDGER_BIN=$PWD/target/release/ledger
fi
[ $# -gt 0 ] || set -- ""
export LEDGER_BIN LEDGER_BREAKING=long LEDGER_BREAKING_FIGURES=$figures
failed=0
for name in "$@"; do
    # One after the other: each takes all the cores there are.
    # What cannot be tried here is named at once.
    cargo test --locked --test breaking -- --test-threads=1 ${name:+"$name::"} | sed -n '/ignored (/p' >&2 || failed=1
done
printf '| what | with | tried | came to | failed |\n| --- | --- | --- | --- | --- |\n'
cat "$figures"
[ ! -s "$figures.failed" ] || { printf '\n'; cat "$figures.failed"; }
exit $failed
