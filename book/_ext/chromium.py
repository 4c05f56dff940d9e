"""Find a browser that can print the pages and be driven by the tests, and give it a Chinese face."""

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

NAMES = (
    "chromium-headless-shell",  # without windows: a page costs a third of the work
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
FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
FONTS = """<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>{fonts}</dir>
  <cachedir>{cache}</cachedir>
</fontconfig>"""


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


def with_fonts(folder: Path) -> dict[str, str]:
    """Return an environment in which the browser has a Chinese face also on a Linux without one; uses ``folder``."""
    face = importlib.util.find_spec("pylopdf_fonts_zh_cn")
    if sys.platform != "linux" or not face or not face.origin:
        return dict(os.environ)
    folder.mkdir(parents=True, exist_ok=True)
    settings = FONTS.format(fonts=Path(face.origin).parent, cache=folder / "cache")
    (folder / "fonts.conf").write_text(settings, encoding="utf-8")
    return {**os.environ, "FONTCONFIG_FILE": str(folder / "fonts.conf")}
