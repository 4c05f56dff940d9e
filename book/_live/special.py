"""SciPy's special functions by themselves: a tenth of SciPy, and all that the first figure of most labs asks of it.

The rest is fetched when something asks for it (``scipy.stats`` and others, ``needs.py``), and takes its place.
"""

from __future__ import annotations

import io
import zipfile
from fnmatch import fnmatch

from .wheels import Package, wheel

__all__ = ["NAME", "special"]

NAME = "scipy-special"
COMPILED = ("scipy/special/_ufuncs.*", "scipy/special/_ufuncs_cxx.*", "scipy/special/_special_ufuncs.*")
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
            name: whole.read(name) for name in names if any(fnmatch(name, pattern) for pattern in COMPILED)
        }
        licences = {
            name.rpartition("/")[2]: whole.read(name)
            for name in whole.namelist()
            if fnmatch(name, "*.dist-info/LICENSE*")
        }
    content = wheel(NAME, scipy.version, {**STANDS_FOR, **files}, licences)
    file = scipy.file.replace("scipy-", "scipy_special-", 1)
    return Package(NAME, scipy.version, file, content, scipy.needs, [])
