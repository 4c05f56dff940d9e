"""Compile the modules of all wheels in a folder, without docstrings: ``python write.py FOLDER``, of the page's version.

Our own program gets the patterns of its rules compiled, too. This needs nothing but Python, as Pyodide runs it too.
"""

import ast
import contextlib
import importlib
import importlib.util
import io
import marshal
import os
import sys
import tempfile
import types
import zipfile

READY = "sgm_ready"  # a module of our own program
READS_ITSELF = ("seaborn/", "numpy/_core/")  # makes docstrings of others
# Matplotlib's: writes the documentation of a method for each of a hundred classes, a tenth of the time to import it.
EMPTY = ("_update_set_signature_and_docstring",)
# Which line it is, is kept of our own code alone; of others' the line at which the function begins: a seventh of them.
OURS = "sgm_"
UNITS = 8  # as many as one entry can stand for
NO_FURTHER_LINE = bytes((0x80 | 13 << 3 | UNITS - 1, 0))  # an entry of "no column", the line as it was
DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


def undocumented(tree: ast.Module) -> None:
    """Take the docstrings out, which nobody reads in a page: a fifth of some packages."""
    for node in ast.walk(tree):
        if isinstance(node, DOCUMENTED) and ast.get_docstring(node, clean=False) is not None:
            said = node.body.pop(0)
            if not node.body or getattr(node, "name", "") in EMPTY:
                node.body = [ast.copy_location(ast.Pass(), said)]


def lean(code: types.CodeType) -> types.CodeType:
    """Return the code with one line for each function."""
    consts = tuple(lean(one) if isinstance(one, types.CodeType) else one for one in code.co_consts)
    units = len(code.co_code) // 2
    last = bytes((0x80 | 13 << 3 | (units - 1) % UNITS, 0))
    return code.replace(co_consts=consts, co_linetable=NO_FURTHER_LINE * ((units - 1) // UNITS) + last)


def compiled(source: bytes, name: str) -> bytes:
    """Return a module as a file of bytecode that stands without its source."""
    tree = ast.parse(source)
    if not name.startswith(READS_ITSELF):
        undocumented(tree)
    code = compile(tree, name, "exec", dont_inherit=True, optimize=0)
    code = code if name.startswith(OURS) else lean(code)
    return importlib.util.MAGIC_NUMBER + bytes(12) + marshal.dumps(code)


def rewrite(content: bytes) -> bytes:
    """Return a wheel with each module compiled; what is no module of this Python stays as it is."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            name, text = entry.filename, old.read(entry)
            if name.endswith(".py"):
                with contextlib.suppress(SyntaxError):
                    name, text = f"{name}c", compiled(text, name)
            new.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), text)
    return out.getvalue()


def with_patterns(content: bytes) -> bytes:
    """Return a wheel with the patterns that its rules look for, where it has such."""
    out = io.BytesIO(content)
    with zipfile.ZipFile(out, "a") as wheel, tempfile.TemporaryDirectory() as place:
        if f"{READY}.pyc" in wheel.namelist():
            wheel.extractall(place)
            sys.path.insert(0, place)
            ready = importlib.import_module(READY)
            ready.read_quickly()
            made = ready.record(ready.begin)
            wheel.writestr(zipfile.ZipInfo(f"{READY}.bin", (2026, 1, 1, 0, 0, 0)), made)
    return out.getvalue()


def main(folder: str) -> None:
    """Compile all that lies there."""
    for name in sorted(os.listdir(folder)):
        path = os.path.join(folder, name)
        with open(path, "rb") as file:
            content = with_patterns(rewrite(file.read()))
        with open(path, "wb") as file:
            file.write(content)


if __name__ == "__main__":
    main(sys.argv[1])
