#!/usr/bin/env bash
# Creates .venv and installs the pinned requirements into it: `setup.sh run` for the app, `setup.sh dev` for tests and checks.
# A stamp keeps the checksum of what was installed, so that a second call does nothing and needs no network.
set -euo pipefail
cd "$(dirname "$0")/.."

case "${1:-}" in
    run) wanted=(requirements.txt) ;;
    dev) wanted=(requirements.txt requirements-dev.txt) ;;
    *) echo "Aufruf: scripts/setup.sh run|dev" >&2; exit 2 ;;
esac

fail() {
    echo "$*" >&2
    exit 1
}

# The command that installs Debian packages here, or nothing.
apt_command() {
    command -v apt-get >/dev/null || return 0
    if [ "$(id -u)" -eq 0 ]; then
        echo "apt-get"
    elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
        echo "sudo -n apt-get"
    fi
}

find_python() {
    local candidate
    for candidate in "${PYTHON:-}" python3.11 python3; do
        if [ -n "$candidate" ] && command -v "$candidate" >/dev/null &&
            "$candidate" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null; then
            echo "$candidate"
            return
        fi
    done
    fail "Es fehlt Python 3.11. Bitte einmal ausführen: sudo apt-get install python3 python3-venv"
}

create_environment() {
    local python apt
    python=$(find_python)
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        apt=$(apt_command)
        [ -n "$apt" ] || fail "Es fehlt python3-venv. Bitte einmal ausführen: sudo apt-get install python3-venv"
        echo "Richte python3-venv ein …"
        { $apt update -qq && $apt install -y -qq python3-venv; } >.stamps/apt.log 2>&1 ||
            fail "python3-venv ließ sich nicht einrichten (siehe .stamps/apt.log). Bitte ausführen: sudo apt-get install python3-venv"
    fi
    rm -rf .venv
    "$python" -m venv .venv || fail "Die Umgebung .venv ließ sich nicht anlegen."
}

mkdir -p .stamps
# The path counts too: a moved folder has broken entry points in .venv/bin.
checksum() {
    { pwd; cat pyproject.toml "$@"; } | sha256sum | cut -d' ' -f1
}
stamp=.stamps/installed-$1
if [ -x .venv/bin/python ] && [ "$(cat "$stamp" 2>/dev/null)" = "$(checksum "${wanted[@]}")" ]; then
    exit 0
fi

# One setup at a time, should two make calls start together.
exec 9>.stamps/lock
flock 9

if ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
    rm -f .stamps/installed-*
    create_environment
fi
echo "Richte die Pakete ein (nur beim ersten Mal, das dauert eine bis drei Minuten) …"
options=(--quiet --quiet --disable-pip-version-check --no-input)
.venv/bin/python -m pip install "${options[@]}" -r "${wanted[-1]}" setuptools ||
    fail "Die Pakete ließen sich nicht einrichten. Besteht eine Verbindung zum Paketverzeichnis (pip)?"
# The build backend is installed by now, so the project itself needs no network.
.venv/bin/python -m pip install "${options[@]}" --no-deps --no-build-isolation --editable . ||
    fail "Das Programm ließ sich nicht in .venv einrichten."
checksum "${wanted[@]}" >"$stamp"
# What the tests need includes what the app needs.
checksum requirements.txt >.stamps/installed-run
