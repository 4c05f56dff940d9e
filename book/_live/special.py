"""SciPy's special functions by themselves: a tenth of SciPy, and all that the first figure of most labs asks of it.

The rest is fetched when something asks for it (``scipy.stats`` and others, ``needs.py``), and takes its place. Of its
linear algebra, twice as much again, they call one function for ellipsoidal harmonics alone: it comes with the rest, and
is looked for when it is called.
"""

from __future__ import annotations

import io
import zipfile
from fnmatch import fnmatch

from .wheels import Package, wheel

__all__ = ["NAME", "special"]

NAME = "scipy-special"
COMPILED = ("scipy/special/_ufuncs.*", "scipy/special/_ufuncs_cxx.*", "scipy/special/_special_ufuncs.*")
LINKED, LIBRARIES = "openblas", 2  # its linear algebra; which part of a module's head names libraries
HEAD = b"\0asm\1\0\0\0\0"  # magic, version, and a first section that is nobody's but the linker's
STANDS_FOR = {"scipy/__init__.py": b"", "scipy/special/__init__.py": b"from ._ufuncs import *\n"}


def special(scipy: Package) -> Package:
    """Return that part of SciPy as a package.

    Parameters
    ----------
    scipy : Package
        The whole of it.
    """
    with zipfile.ZipFile(io.BytesIO(scipy.content)) as whole:
        names = [name for name in whole.namelist() if name.endswith(".so")]
        files = {
            name: unlinked(whole.read(name))
            for name in names
            if any(fnmatch(name, pattern) for pattern in COMPILED)
        }
        licences = {
            name.rpartition("/")[2]: whole.read(name)
            for name in whole.namelist()
            if fnmatch(name, "*.dist-info/LICENSE*")
        }
    content = wheel(NAME, scipy.version, {**STANDS_FOR, **files}, licences)
    file = scipy.file.replace("scipy-", "scipy_special-", 1)
    return Package(NAME, scipy.version, file, content, [need for need in scipy.needs if need != LINKED], [])


def unlinked(library: bytes) -> bytes:
    """Return a compiled module without the names of the libraries it is linked with.

    The first section of such a module, ``dylink.0``, tells how it is linked: parts, each a kind, a length and what it
    says; the names are one kind. A function that is in no library yet is looked for when it is called.
    """
    size, start = _number(library, len(HEAD))
    end, at = start + size, start + 1 + library[start]
    kept = library[start:at]
    while at < end:
        length, inside = _number(library, at + 1)
        if library[at] != LIBRARIES:
            kept += library[at : inside + length]
        at = inside + length
    return HEAD + _written(len(kept)) + kept + library[end:]


def _number(code: bytes, at: int) -> tuple[int, int]:
    """Read a number of WebAssembly, seven bits a byte, the lowest first; return it and where it ends."""
    value = shift = 0
    while True:
        value |= (code[at] & 0x7F) << shift
        shift, at = shift + 7, at + 1
        if code[at - 1] < 0x80:
            return value, at


def _written(value: int) -> bytes:
    """Write such a number."""
    return bytes([value]) if value < 0x80 else bytes([value & 0x7F | 0x80]) + _written(value >> 7)
