#!/usr/bin/env bash
# Finds Debian's chromium for the browser tests, or installs it where that is allowed.
set -euo pipefail

if command -v "${CHROMIUM:-chromium}" >/dev/null; then
    exit 0
fi
exec "$(dirname "$0")/install_debian.sh" "die Tests im Browser" chromium
