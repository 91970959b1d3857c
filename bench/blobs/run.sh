#!/usr/bin/env bash
# What does sealing cost? See README.md.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/../.."
exec cargo run --quiet --release -p blobs --example blobs_speed -- "${SACADOS_BENCH_MIB:-1024}" ${SACADOS_BENCH_FOLDER:+"$SACADOS_BENCH_FOLDER"}
