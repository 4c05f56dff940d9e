"""Zip files made in memory."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from typing import Any

__all__ = ["zipped"]


def zipped(files: Mapping[str, Any]) -> bytes:
    """Pack files by name: text, bytes, or what becomes JSON."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content if isinstance(content, str | bytes) else json.dumps(content))
    return out.getvalue()
