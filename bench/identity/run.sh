#!/usr/bin/env bash
# What does a sign-in cost the house that answers for it? See ../README.md.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")"
# shellcheck source=../stand/ready.sh
. ../stand/ready.sh
exec node identity.mjs
