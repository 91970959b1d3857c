#!/usr/bin/env bash
# Installs what is missing, then hands over to xtask: `scripts/xtask.sh test`.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/sacados

case ${1:-} in
    run | web) "$here/setup.sh" run ;;
    *) "$here/setup.sh" test ;;
esac

export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$cache/target}
cd "$here/.."
exec cargo run --quiet -p xtask -- "$@"
