"""Pictures of all pages for the eye: `screenshots.py URL FOLDER`, both sizes, both colour schemes."""

import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1]))  # the harness belongs to the tests, not to the package

from tests.browser.harness import CHROMIUM_ARGS, SCHEMES, SIZES, visit

from indicators.ui.navigation import PAGES


def main(base: str, folder: Path) -> None:
    """Writes one PNG per page, size and colour scheme into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        chromium = shutil.which(os.environ.get("CHROMIUM", "chromium"))
        browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_ARGS)
        for page in PAGES:
            for size in SIZES:
                for scheme in SCHEMES:
                    with visit(browser, base, f"/{page.path}", size, scheme) as opened:
                        opened.page.screenshot(path=folder / f"{page.path}-{size}-{scheme}.png")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"), Path(sys.argv[2]))
