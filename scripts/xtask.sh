#!/usr/bin/env bash
# Installs what is missing, then hands over to xtask: `scripts/xtask.sh test`.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/sacados

case ${1:-} in
    run | web) "$here/setup.sh" run ;;
    interop | bench) "$here/setup.sh" "$1" ;;
    *) "$here/setup.sh" test ;;
esac

cd "$here/.."

# Builds outlive the clone they were made for. Cargo knows our own crates by their place in the workspace and the age of
# their files, so it would take another clone's for ours: those are dropped, what we stand on is kept.
if [ -z "${CARGO_TARGET_DIR:-}" ]; then
    export CARGO_TARGET_DIR=$cache/target
    mkdir -p "$CARGO_TARGET_DIR"
    if [ "$(cat "$CARGO_TARGET_DIR/clone" 2>/dev/null)" != "$PWD" ]; then
        for profile in dev swift release; do cargo clean --quiet --workspace --profile "$profile"; done
        echo "$PWD" >"$CARGO_TARGET_DIR/clone"
    fi
fi
exec cargo run --quiet -p xtask -- "$@"
