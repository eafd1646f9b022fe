#!/usr/bin/env bash
# Finds what the tests judge PDF files with, or installs it where that is allowed: a JDK and jaxb for veraPDF, which a
# package of requirements-dev.txt carries, and poppler to read texts and to see pages.
set -euo pipefail

missing=()
command -v javac >/dev/null || missing+=(default-jdk-headless)
[ -e /usr/share/java/jaxb-impl.jar ] || missing+=(libjaxb-java)
command -v pdftotext >/dev/null || missing+=(poppler-utils)
if [ "${#missing[@]}" -eq 0 ]; then
    exit 0
fi
exec "$(dirname "$0")/install_debian.sh" "die Prüfung der PDF-Dateien" "${missing[@]}"
