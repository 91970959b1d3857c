# What each run.sh needs before it measures. Sourced.
# shellcheck shell=bash
set -euo pipefail

: "${SACADOS_PROGRAM:?the program to measure: say make bench, or name one built with --release}"
stand=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# pnpm is the one that scripts/setup.sh installed: it need not look for itself.
(cd "$stand/../rival" && CI=true pnpm_config_pm_on_fail=ignore pnpm install --frozen-lockfile --prefer-offline --silent)
