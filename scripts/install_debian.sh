#!/usr/bin/env bash
# Installs Debian packages where that is allowed: `install_debian.sh PURPOSE PACKAGE...`; PURPOSE is said to people, in German.
set -euo pipefail
cd "$(dirname "$0")/.."

purpose=$1
shift

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
    echo "Richte $* für $purpose ein …"
    if { $apt update -qq && $apt install -y -qq "$@"; } >.stamps/apt.log 2>&1; then
        exit 0
    fi
    echo "$* ließ sich nicht einrichten (siehe .stamps/apt.log)." >&2
fi
echo "Für $purpose fehlt $*. Bitte einmal ausführen: sudo apt-get install $*" >&2
exit 1
