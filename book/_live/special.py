"""SciPy's special functions by themselves: a tenth of SciPy, and all that the first figure of most labs asks of it.

So are Ward's tree and Brent's search, of which its packages would bring all the others. The rest is fetched when
something asks for it (``scipy.stats`` and others, ``needs.py``), and takes its place. Of its linear algebra, twice as
much again, the special functions call one for ellipsoidal harmonics alone: it comes with the rest, and is looked for
when it is called.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from fnmatch import fnmatch
from typing import NamedTuple

from .wheels import Package, wheel

__all__ = ["NAMES", "parts"]

LINKED, LIBRARIES = "openblas", 2  # its linear algebra; which part of a module's head names libraries
HEAD = b"\0asm\1\0\0\0\0"  # magic, version, and a first section that is nobody's but the linker's
# What SciPy's own modules of these names do with the compiled ones, for the calls that the labs make.
TREES = b"""import numpy as np
from . import _hierarchy

def linkage(y, method):
    assert method == "ward"
    n = int(np.ceil(np.sqrt(2 * len(y))))
    return _hierarchy.nn_chain(np.array(y, float), n, 5)

def fcluster(tree, t, criterion):
    assert criterion == "maxclust"
    n = len(tree) + 1
    labels = np.zeros(n, dtype="i")
    _hierarchy.cluster_maxclust_dist(np.asarray(tree, float), labels, n, int(t))
    return labels
"""
SEARCH = b"""from ._zeros import _brentq

def brentq(f, a, b, xtol=2e-12):
    return _brentq(f, a, b, xtol, 8.881784197001252e-16, 100, (), False, True)
"""


class Part(NamedTuple):
    """Compiled modules, and what stands for the Python around them."""

    compiled: tuple[str, ...]
    stands_for: dict[str, bytes]


_PARTS = {
    "scipy-special": Part(
        ("scipy/special/_ufuncs.*", "scipy/special/_ufuncs_cxx.*", "scipy/special/_special_ufuncs.*"),
        {"scipy/__init__.py": b"", "scipy/special/__init__.py": b"from ._ufuncs import *\n"},
    ),
    "scipy-some": Part(
        ("scipy/cluster/_hierarchy.*", "scipy/optimize/_zeros.*"),
        {
            "scipy/cluster/__init__.py": b"",
            "scipy/cluster/hierarchy.py": TREES,
            "scipy/optimize/__init__.py": SEARCH,
        },
    ),
}
NAMES = tuple(_PARTS)


def parts(scipy: Package) -> Iterator[Package]:
    """Return those parts of SciPy, each as a package.

    Parameters
    ----------
    scipy : Package
        The whole of it.
    """
    with zipfile.ZipFile(io.BytesIO(scipy.content)) as whole:
        there = [name for name in whole.namelist() if name.endswith(".so")]
        licences = {
            name.rpartition("/")[2]: whole.read(name)
            for name in whole.namelist()
            if fnmatch(name, "*.dist-info/LICENSE*")
        }
        for name, part in _PARTS.items():
            files = {
                one: unlinked(whole.read(one))
                for one in there
                if any(fnmatch(one, pattern) for pattern in part.compiled)
            }
            file = scipy.file.replace("scipy-", f"{name.replace('-', '_')}-", 1)
            content = wheel(name, scipy.version, {**part.stands_for, **files}, licences)
            needs = [need for need in scipy.needs if need != LINKED]
            needs += [one for one in NAMES[:1] if one != name]  # which holds the folder of all
            yield Package(name, scipy.version, file, content, needs, [])


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
