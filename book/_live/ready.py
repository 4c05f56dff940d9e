"""What Python would make anew each time it starts in a page, and the build has made ready: patterns and tables.

Compiling the regular expressions of the SMART rules took most of the time until a first sentence was reviewed, and TOML
is read by Python in Python. `record` and `quick` run in the build, `start` in the page, as the module ``sgm_ready``.
What was not recorded, or is of another version, Python compiles and reads as ever.
"""

from __future__ import annotations

import gc
import json
import marshal
import tomllib
from array import array
from collections.abc import Callable, Collection
from hashlib import blake2b
from importlib import import_module
from pathlib import Path
from typing import Any

__all__ = ["begin", "quick", "read_quickly", "record", "start", "use"]

SENTENCES = (
    "9月30日前，门诊部把平均候诊时间从45分钟降到30分钟以内，由王芳负责，每周一看",
    "全面提升服务质量",
    "By 30 September the clinic will cut the mean waiting time from 45 to 30 minutes; Ann Lee looks every Monday",
    "Improve service quality",
)


def begin() -> None:
    """Do what most pages begin with: a lab, and what the SMART rules look for in both languages."""
    import_module("sgm_lab.labs.smart")
    smart = import_module("sgm_lab.smart")
    for text in SENTENCES:
        smart.review(text)


def _mark(*asked: Any) -> bytes:
    """Stand for a pattern and its flags; the patterns themselves are in the modules already."""
    return blake2b(repr(asked).encode(), digest_size=16).digest()


class _Recorder:
    """What compiles a pattern's code, and keeps what it was given."""

    def __init__(self, real: Any) -> None:
        self.real = real
        self.given: list[Any] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self.real, name)

    def compile(self, pattern: Any, *given: Any) -> Any:
        self.given = list(given)
        return self.real.compile(pattern, *given)


def record(work: Callable[[], object]) -> bytes:
    """Return all patterns that some work compiles."""
    compiler = import_module("re._compiler")
    real, compile_ = compiler._sre, compiler.compile
    recorder, entries, codes = _Recorder(real), [], array("I")

    def compiled(pattern: Any, flags: int = 0) -> Any:
        made = compile_(pattern, flags)
        whole, code, groups, names, numbers = recorder.given
        entries.append((_mark(pattern, flags), whole, len(code), groups, dict(names), numbers))
        codes.extend(code)
        return made

    compiler._sre, compiler.compile = recorder, compiled
    try:
        work()
    finally:
        compiler._sre, compiler.compile = real, compile_
    raw = (
        codes.tobytes()
    )  # of four bytes each, of which two are nearly always 0: apart, they compress to half
    return marshal.dumps((real.MAGIC, entries, [raw[at::4] for at in range(4)]))


def quick(table: str, without: Collection[str] = ()) -> str:
    """Return TOML as JSON, which is read in a tenth of the time; as it is where JSON cannot say the same.

    >>> quick('a = ["b"] # c'), quick("a = 2026-01-31"), quick("a = 1\\nb = 2", without=["b"])
    ('{"a": ["b"]}', 'a = 2026-01-31', '{"a": 1}')
    """
    read = {key: value for key, value in tomllib.loads(table).items() if key not in without}
    try:
        said = json.dumps(read, ensure_ascii=False)
    except TypeError:  # dates
        return table
    return said if json.loads(said) == read else table


def read_quickly() -> None:
    """Read such tables; no TOML begins with a brace."""
    plainly = tomllib.loads

    def loads(text: str, **how: Any) -> dict[str, Any]:
        if text.startswith("{"):
            try:
                found: dict[str, Any] = json.loads(text)
            except ValueError:  # somebody's own, and wrong: said as ever
                return plainly(text, **how)
            return found
        return plainly(text, **how)

    tomllib.loads = loads


def start() -> None:
    """Take over what the build has made ready; nothing is let go of until the first labs stand (``sgm_page``)."""
    gc.disable()
    read_quickly()
    made = Path(__file__).with_suffix(".bin")
    if made.is_file():
        use(made.read_bytes())


def use(content: bytes) -> None:
    """Take over the patterns that were recorded."""
    compiler = import_module("re._compiler")
    real, compile_ = compiler._sre, compiler.compile
    magic, entries, parts = marshal.loads(content)
    if magic != real.MAGIC:
        return
    raw = bytearray(4 * len(parts[0]))
    for at, part in enumerate(parts):
        raw[at::4] = part
    codes, known, start = array("I", bytes(raw)), {}, 0
    for mark, whole, length, *groups in entries:
        known[mark] = (whole, start, start + length, groups)
        start += length

    def compiled(pattern: Any, flags: int = 0) -> Any:
        found = known.get(_mark(pattern, flags))
        if not found:
            return compile_(pattern, flags)
        whole, begin, end, groups = found
        return real.compile(pattern, whole, codes[begin:end].tolist(), *groups)

    compiler.compile = compiled
