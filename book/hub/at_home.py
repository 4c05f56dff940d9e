"""What the hub starts for a learner, as that learner: JupyterLab with the course's settings, in the language asked for.

``python at_home.py jupyterhub-singleuser …`` writes the settings into the home (they are small, and JupyterLab keeps
its own things beside them), then becomes the server.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

import start  # noqa: E402

#: Characters that the name of a socket may have, less what Jupyter puts behind the folder.
SHORT = 107 - len("/kernel-01234567-89ab-cdef-0123-456789abcdef-ipc-1")


def transport(folder: Path) -> str:
    """Return how a kernel is spoken to: by sockets in the home, since ports are for all users of the machine to take.

    Of many kernels that begin in the same second two may be given the same ports, and one dies of it.
    """
    return "ipc" if len(os.fsencode(folder)) <= SHORT else "tcp"


#: What a kernel says where memory is used up.
KERNEL = 'get_config().InteractiveShellApp.extensions = ["hub.limits"]\n'


def main(command: list[str]) -> None:
    """Become the server."""
    lang, home, copy = os.environ["SGM_LANG"], Path.home() / ".sgm", os.environ["SGM_COPY"]
    start.prepare_lab(home, lang, f"{copy}/notebooks/{lang}/index.ipynb", f"{copy}/text")
    profile = home / "ipython" / "profile_default"
    profile.mkdir(parents=True, exist_ok=True)
    (profile / "ipython_kernel_config.py").write_text(KERNEL, encoding="utf-8")
    os.environ["IPYTHONDIR"] = str(home / "ipython")
    for kind in ("config", "data"):
        os.environ[f"JUPYTER_{kind.upper()}_DIR"] = str(home / kind)
    os.environ["JUPYTER_RUNTIME_DIR"] = str(home / "run")
    os.environ["JUPYTER_PREFER_ENV_PATH"] = "1"
    os.execv(command[0], [*command, f"--KernelManager.transport={transport(home / 'run')}"])


if __name__ == "__main__":
    main(sys.argv[1:])
