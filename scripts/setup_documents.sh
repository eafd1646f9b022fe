#!/usr/bin/env bash
# Finds what the tests judge files with, or installs it where that is allowed: a JDK and jaxb for veraPDF, which a package
# of requirements-dev.txt carries, poppler to read texts and to see pages, LibreOffice to lay out Word files and slides.
set -euo pipefail

missing=()
command -v javac >/dev/null || missing+=(default-jdk-headless)
[ -e /usr/share/java/jaxb-impl.jar ] || missing+=(libjaxb-java)
command -v pdftotext >/dev/null || missing+=(poppler-utils)
command -v soffice >/dev/null || missing+=(libreoffice-writer-nogui libreoffice-impress-nogui)
if [ "${#missing[@]}" -eq 0 ]; then
    exit 0
fi
exec "$(dirname "$0")/install_debian.sh" "die Prüfung der Dateien" "${missing[@]}"
