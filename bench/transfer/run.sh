#!/usr/bin/env bash
# What does a byte cost on its way in and out? See ../README.md.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")"
# shellcheck source=../stand/ready.sh
. ../stand/ready.sh
exec node transfer.mjs
