#!/usr/bin/env bash
# Is anyone found while typing, among how many, how soon? See ../README.md.
# The number of agents may be named: run.sh 50000.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")"
# shellcheck source=../stand/ready.sh
. ../stand/ready.sh
CI=true pnpm_config_pm_on_fail=ignore pnpm install --frozen-lockfile --prefer-offline --silent
# Whoever asks must not stop to tidy up while they measure somebody else.
exec node --expose-gc --max-semi-space-size=128 --max-old-space-size=6144 directory.mjs "${1:-2500000}"
