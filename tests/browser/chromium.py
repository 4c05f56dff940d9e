"""Find a browser that Playwright can drive, and install Debian's where there is none."""

import os
import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "microsoft-edge",
    "chrome",
    "msedge",
)
WINDOWS = ("Google/Chrome/Application/chrome.exe", "Microsoft/Edge/Application/msedge.exe")
MAC = ("Google Chrome", "Microsoft Edge", "Chromium")


def candidates(environ: Mapping[str, str], which: Callable[[str], str | None], home: Path) -> list[Path]:
    """Places where a Chrome, Edge or Chromium may be, the one the user names first, Playwright's own last."""
    named = [environ.get("SGM_CHROMIUM"), *map(which, NAMES)]
    folders = [
        environ[key] for key in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA") if key in environ
    ]
    found = [Path(path) for path in named if path]
    found += [Path(folder, tail) for folder in folders for tail in WINDOWS]
    found += [Path(f"/Applications/{name}.app/Contents/MacOS/{name}") for name in MAC]
    for cache in (".cache", "Library/Caches", "AppData/Local"):
        for tail in ("chrome-linux*/chrome", "chrome-mac*/*.app/Contents/MacOS/*", "chrome-win*/chrome.exe"):
            found += sorted((home / cache / "ms-playwright").glob(f"chromium-*/{tail}"))
    return found


def starts(browser: Path) -> bool:
    """Whether it is more than a placeholder, as Ubuntu's is; on Windows asking would open a window."""
    if not browser.is_file():
        return False
    try:
        return os.name == "nt" or subprocess.run([browser, "--version"], capture_output=True).returncode == 0
    except OSError:
        return False


def find_chromium() -> Path | None:
    """Return the first browser that starts, if any."""
    return next(filter(starts, candidates(os.environ, shutil.which, Path.home())), None)


def can_install() -> bool:
    """Whether there is apt and the right to use it."""
    return bool(shutil.which("apt-get")) and hasattr(os, "geteuid") and os.geteuid() == 0
