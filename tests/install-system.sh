#!/bin/sh
# What the tests need from Debian: a browser, its fonts, a PostgreSQL to start, and node for the pretend Telegram.
set -eu
have() { command -v chromium >/dev/null 2>&1 && ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 && fc-list 2>/dev/null | grep -qi naskh && command -v npm >/dev/null 2>&1; }
have && exit 0
if ! command -v apt-get >/dev/null 2>&1; then
  echo "The tests need Chromium, PostgreSQL, Node.js and npm: please install them." >&2
  exit 1
fi
as_root=""
[ "$(id -u)" = 0 ] || as_root="sudo"
echo "Installing Chromium, PostgreSQL, Node.js and fonts"
log=$(mktemp)
if ! { $as_root apt-get update && DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y --no-install-recommends \
  chromium postgresql fontconfig fonts-dejavu-core fonts-noto-core \
  nodejs npm; } >"$log" 2>&1; then
  tail -20 "$log" >&2
  exit 1
fi
rm -f "$log"
