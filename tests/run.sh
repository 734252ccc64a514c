#!/usr/bin/env bash
# Installs what the tests need on Debian 12 (as root, or with sudo) and runs every check and every test.
# The exit code is 0 only if all of it passed; the last line is pytest's.  Arguments go to pytest.
set -euo pipefail
cd "$(dirname "$0")/.."
export DEBIAN_FRONTEND=noninteractive CI="${CI:-1}" PIP_DISABLE_PIP_VERSION_CHECK=1
# git refuses a checkout of another user (a container's root); the tests only list its files.
export GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=safe.directory GIT_CONFIG_VALUE_0="$PWD"

step() { printf '\n== %s\n' "$*" >&2; }

# The network hiccups: three more tries, each after a longer pause.
retry() {
    local pause
    for pause in 5 20 60; do
        "$@" && return 0
        echo "failed: $*; again in $pause s" >&2
        sleep "$pause"
    done
    "$@"
}

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo --preserve-env=DEBIAN_FRONTEND "$@"; fi; }

# Package and a program of it: what is there already is not asked of the network.
needed=(
    postfix:/usr/sbin/postfix           # the SMTP server that mails are delivered to
    dovecot-imapd:/usr/lib/dovecot/imap # the mailbox that answers are read from
    dovecot-lmtpd:/usr/lib/dovecot/lmtp
    dovecot-sieve:/usr/lib/dovecot/modules/lib90_sieve_plugin.so # notes of people who are away
    dovecot-submissiond:/usr/lib/dovecot/submission
    unbound:/usr/sbin/unbound           # the name server that the DNS checks ask
    gnome-keyring:/usr/bin/gnome-keyring-daemon # the Secret Service that passwords are kept in
    libsecret-tools:/usr/bin/secret-tool
    dbus:/usr/bin/dbus-run-session
    chromium:/usr/bin/chromium          # the browser of the LinkedIn steps
    chromium-headless-shell:/usr/bin/chromium-headless-shell # the same without windows, where only pages are tried
    postgresql:/usr/bin/pg_ctlcluster
    sqlite3:/usr/bin/sqlite3            # reads the database from outside, as a user would
    strace:/usr/bin/strace              # counts what is written to the disk before a send
    openssl:/usr/bin/openssl            # certificates of the test servers
    git:/usr/bin/git                    # which files belong to the project
    zsh:/usr/bin/zsh                    # completion is tried in the shells themselves
    fish:/usr/bin/fish
    groff-base:/usr/bin/groff           # shows the man pages
)
missing=()
for entry in "${needed[@]}"; do [ -e "${entry#*:}" ] || missing+=("${entry%%:*}"); done
python=$(command -v python3.11 || command -v python3 || true)
[ -n "$python" ] || { missing+=(python3); python=python3; }
"$python" -c 'import ensurepip' 2>/dev/null || missing+=(python3-venv)
if [ ${#missing[@]} -gt 0 ]; then
    step "packages: ${missing[*]}"
    retry as_root apt-get update -q
    echo 'postfix postfix/main_mailer_type select No configuration' | as_root debconf-set-selections
    retry as_root apt-get install -y -q --no-install-recommends "${missing[@]}" </dev/null
fi

step "python packages"
[ -x .venv/bin/python ] || "$python" -m venv .venv
retry .venv/bin/pip install -q -e '.[test]'

step "ruff, mypy, layers"
.venv/bin/ruff check .
.venv/bin/ruff format --check -q .
.venv/bin/mypy
.venv/bin/lint-imports --no-logo

step "the first command of the README, in a clean copy"
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
git ls-files -z | xargs -0 cp --parents -t "$copy"
first=$(awk '/^```/ { if (inside) exit; inside = /^```sh$/; next } inside' README.md)
retry bash -c "cd '$copy' && $first"
[ -n "$(find "$copy" -path '*/new/*' -type f -print -quit)" ] || { echo "the example wrote no mail" >&2; exit 1; }

step "tests"
# worksteal: each worker goes through half of the files in their order, so that a browser or a server of a file is started once
.venv/bin/pytest -q -n 2 --dist worksteal "$@"
