#!/usr/bin/env bash
# Finds Debian's chromium for the browser tests, or installs it where that is allowed.
set -euo pipefail
cd "$(dirname "$0")/.."

if command -v "${CHROMIUM:-chromium}" >/dev/null; then
    exit 0
fi

apt=""
if command -v apt-get >/dev/null; then
    if [ "$(id -u)" -eq 0 ]; then
        apt="apt-get"
    elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
        apt="sudo -n apt-get"
    fi
fi
if [ -n "$apt" ]; then
    mkdir -p .stamps
    echo "Richte chromium für die Tests im Browser ein …"
    if { $apt update -qq && $apt install -y -qq chromium; } >.stamps/apt.log 2>&1; then
        exit 0
    fi
    echo "chromium ließ sich nicht einrichten (siehe .stamps/apt.log)." >&2
fi
echo "Für die Tests im Browser fehlt chromium. Bitte einmal ausführen: sudo apt-get install chromium" >&2
exit 1
