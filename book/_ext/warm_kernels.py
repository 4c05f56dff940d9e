"""Kernels that begin with what every page imports: on Linux, each is a copy of one process that has it already.

Most of a kernel's start is the same each time: Jupyter's own modules, pandas, Matplotlib, SciPy. `warm` starts one
process that has imported these (the course's own package not: its state belongs to each kernel, which imports it anew;
only the patterns it compiles are kept, and what it needs of others), and tells Jupyter of a kernel that asks this
process for a copy of itself. Where processes cannot be copied, or where that one is gone,
kernels start as they always do.

As a program, with the place of that process and a connection file, this is such a kernel's stand-in: what Jupyter
starts, interrupts and ends.
"""

import contextlib
import gc
import importlib.util
import json
import os
import re
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SHARED = (
    *("ipykernel.ipkernel", "ipykernel.kernelapp", "ipykernel.debugger", "ipywidgets", "anywidget"),
    *("pandas", "scipy.stats"),
    *("matplotlib.figure", "matplotlib.backends.backend_svg", "matplotlib.font_manager", "seaborn"),
    "myst_nb.ext.glue",  # by which a chapter's figures come into its text: half of what a short page takes
)
OWN = "sgm_lab"
SENTENCES = (
    "9月30日前把候诊时间从45分钟降到30分钟",
    "Cut the waiting time from 45 to 30 minutes by 30 September",
)
FIGURES = (
    "module://matplotlib_inline.backend_inline"  # where a kernel's figures go, unless it is told otherwise
)


@contextmanager
def warm() -> Iterator[dict[str, str]]:
    """Yield the environment in which Jupyter's kernels are copies; nothing to add where there can be none."""
    import subprocess
    import tempfile

    here, ordinary = (
        Path(__file__).resolve(),
        Path(sys.prefix, "share", "jupyter", "kernels", "python3", "kernel.json"),
    )
    if sys.platform != "linux" or not ordinary.is_file():
        yield {}
        return
    with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX) as door:
        place = os.path.join(folder, "copies")
        door.bind(place)
        door.listen(64)  # who asks before all is imported waits
        argv = [sys.executable, "-I", "-S", str(here), place, "-f", "{connection_file}"]
        spec = Path(folder, "kernels", "python3", "kernel.json")
        spec.parent.mkdir(parents=True)
        spec.write_text(json.dumps({**json.loads(ordinary.read_text()), "argv": argv}))
        code = f"import sys; sys.path[0] = {str(here.parent)!r}; from warm_kernels import give; give({door.fileno()})"
        process = subprocess.Popen(
            [sys.executable, "-c", code], stdin=subprocess.PIPE, pass_fds=[door.fileno()]
        )
        door.close()
        try:
            yield {"JUPYTER_PATH": os.pathsep.join(filter(None, [folder, os.environ.get("JUPYTER_PATH")]))}
        finally:
            process.terminate()
            process.wait()


# ---- the process that is copied ----


def give(door: int) -> None:
    """Give a copy of this process to whoever asks, until the one that started it ends; a copy becomes a kernel."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the one that started it
    del sys.path[0]
    sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment]  # as in book/make_site.py
    os.environ.pop("MPLBACKEND", None)
    for name in SHARED:
        if importlib.util.find_spec(name.partition(".")[0]):  # who only runs notebooks has no book's own
            importlib.import_module(name)
    with contextlib.suppress(Exception):  # a kernel says itself what is wrong
        _once()
    gc.freeze()
    with socket.socket(fileno=door) as asked:
        talk = _until_asked(asked)
    if talk:
        _be_a_kernel(talk)


def _once() -> None:
    """Import the course's package and forget it again: what it compiles, and imports of others, is there for all."""
    re._MAXCACHE = 10_000  # type: ignore[attr-defined]  # else most of its patterns are compiled anew
    try:
        labs, smart, exercises = (
            importlib.import_module(f"{OWN}.{name}") for name in ("labs", "smart", "exercises")
        )
        for name in labs.LABS:
            getattr(labs, name)
        for text in SENTENCES:
            smart.review(text)
        exercises.load()
    finally:
        for name in [one for one in sys.modules if one.partition(".")[0] == OWN]:
            del sys.modules[name]


def _until_asked(door: socket.socket) -> socket.socket | None:
    """Wait, and copy this process at each question: the copy returns with it."""
    import select

    while sys.stdin not in select.select([door, sys.stdin], [], [])[0]:
        talk = door.accept()[0]
        if not os.fork():
            return talk
        talk.close()
        while _ended():
            pass
    return None


def _ended() -> bool:
    try:
        return os.waitpid(-1, os.WNOHANG)[0] > 0
    except ChildProcessError:
        return False


def _be_a_kernel(talk: socket.socket) -> None:
    """Take over input, output, place and environment of the stand-in, and run as the kernel it stands for."""
    import threading

    import ipywidgets
    import matplotlib
    from ipykernel.kernelapp import launch_new_instance

    head, streams, _, _ = socket.recv_fds(talk, 4, 3)
    with talk.makefile("rb") as said:
        given = json.loads(said.read(int.from_bytes(head)))
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    os.setsid()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.chdir(given["cwd"])
    os.environ.clear()
    os.environ.update(given["env"])
    matplotlib.rcParams["backend"] = os.environ.get("MPLBACKEND") or FIGURES
    ipywidgets.register_comm_target()  # as its import does where there is a kernel already
    threading.Thread(target=_obey, args=[talk], daemon=True).start()
    launch_new_instance([*given["argv"], f"--IPKernelApp.parent_handle={os.getppid()}"])


def _obey(talk: socket.socket) -> None:
    """Be interrupted with the stand-in, and end with it."""
    while talk.recv(1):
        os.kill(os.getpid(), signal.SIGINT)
    os._exit(0)


# ---- what Jupyter starts ----


def stand_in(place: str, *argv: str) -> None:
    """Ask for a kernel, and stand for it until it ends."""
    with socket.socket(socket.AF_UNIX) as talk:
        try:
            talk.connect(place)
        except OSError:
            os.execv(sys.executable, [sys.executable, "-m", "ipykernel_launcher", *argv])
        given = json.dumps({"cwd": os.getcwd(), "env": dict(os.environ), "argv": argv}).encode()
        socket.send_fds(talk, [len(given).to_bytes(4)], [0, 1, 2])
        signal.signal(signal.SIGINT, lambda *_: talk.send(b"i"))
        talk.sendall(given)
        while talk.recv(1):
            pass


if __name__ == "__main__":
    stand_in(*sys.argv[1:])
