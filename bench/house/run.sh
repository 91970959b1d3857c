#!/usr/bin/env bash
# How soon does it answer, and what does it weigh? See ../README.md.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")"
# shellcheck source=../stand/ready.sh
. ../stand/ready.sh
exec node house.mjs
