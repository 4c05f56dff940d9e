"""What every hub of the course has in common; what differs from server to server is in the file that calls this."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sgm_lab import look
from sgm_lab.i18n import LANGUAGES, said

from .limits import threads
from .link import COPY, pull
from .prepare import proxy, repository
from .words import table

__all__ = ["course", "spoken"]

HERE = Path(__file__).resolve().parent
BIN = Path(sys.prefix) / "bin"


def spoken(options: Mapping[str, Any]) -> str:
    """Return the language a link asked for, which the hub remembers; the course's first where none did.

    >>> spoken({"lang": ["en"]}), spoken({"lang": "xx"}), spoken({})
    ('en', 'zh', 'zh')
    """
    asked = options.get("lang")
    asked = asked[0] if isinstance(asked, list) and asked else asked
    return asked if asked in LANGUAGES else LANGUAGES[0]


def course(
    c: Any,
    folder: Path,
    *,
    idle: int,
    repo: str = "",
    exchange: Path | None = None,
    people: Path | None = None,
) -> None:
    """Set up a hub for the course.

    Parameters
    ----------
    c : traitlets.config.Config
        What a configuration file of JupyterHub gets by ``get_config()``.
    folder : Path
        Where what `prepare` wrote lies; what only the hub may read goes into ``state`` there.
    idle : int
        Minutes after which the server of somebody who does nothing is ended; their work is on the disk by then.
    repo : str
        Address of a git repository to take in place of the one `prepare` wrote.
    exchange : Path, optional
        Folder through which nbgrader gives out and takes in; without it there is nothing to hand in.
    people : Path, optional
        The class list, for the names in an instructor's gradebook.
    """
    state = folder / "state"
    state.mkdir(mode=0o700, parents=True, exist_ok=True)
    state.chmod(0o700)
    c.JupyterHub.db_url = f"sqlite:///{state / 'jupyterhub.sqlite'}"
    c.JupyterHub.cookie_secret_file = str(state / "cookie_secret")
    c.ConfigurableHTTPProxy.pid_file = str(state / "proxy.pid")
    c.ConfigurableHTTPProxy.command = [proxy(folder)]
    c.JupyterHub.template_paths = [str(HERE / "pages")]
    colours = ("ACCENT", "ACCENT_DARK", "PAPER", "INK", "EDGE")
    dressed = {name.lower(): getattr(look, name) for name in colours}
    c.JupyterHub.template_vars = {"said": _bilingual("pages"), "look": dressed}

    # The first login sets one's password; who may come in, the calling file says.
    c.JupyterHub.authenticator_class = "firstuseauthenticator.FirstUseAuthenticator"
    c.FirstUseAuthenticator.dbm_path = str(state / "passwords.dbm")
    c.FirstUseAuthenticator.min_password_length = 8

    # Twenty people begin in the same minute, on a server that is small.
    c.JupyterHub.concurrent_spawn_limit = 40
    c.Spawner.start_timeout = c.Spawner.http_timeout = 180
    c.JupyterHub.load_roles = [
        {
            "name": "idle-culler",
            "scopes": ["list:users", "read:users:activity", "read:servers", "delete:servers"],
            "services": ["idle-culler"],
        }
    ]
    cull = [sys.executable, "-m", "jupyterhub_idle_culler", f"--timeout={idle * 60}"]
    c.JupyterHub.services = [{"name": "idle-culler", "command": cull}]

    if exchange:
        exchange.mkdir(exist_ok=True)
        exchange.chmod(0o1777)  # as nbgrader wants it: all may write, nobody takes away what is another's
    source = repo or f"file://{repository(folder)}"

    def begin(spawner: Any, options: Mapping[str, Any]) -> None:
        lang = spoken(options)
        spawner.environment = {
            "SGM_LANG": lang,
            "SGM_COPY": COPY,
            "SGM_WORKBOOK": "~/workbook.json",  # outside the copy, which may be thrown away
            "SGM_EXCHANGE": str(exchange or ""),
            "SGM_PEOPLE": str(people or ""),
            "PYTHONPATH": str(HERE.parent),  # for the page where work is handed in
            "GIT_CONFIG_SYSTEM": str(
                folder / "gitconfig"
            ),  # git trusts the course's repository, which is another's
            "PATH": os.pathsep.join([str(BIN), os.environ["PATH"]]),
            "PYTHONUTF8": "1",
            # Libraries begin a thread for each core of the machine, each with memory of its own.
            **dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), str(threads(spawner.cpu_limit))),
        }
        spawner.default_url = f"/{pull(source, lang)}"
        at_home = [sys.executable, str(HERE / "at_home.py")]
        # Who teaches gets JupyterLab as it is, with a terminal and nbgrader.
        spawner.cmd = [*([] if spawner.user.admin else at_home), str(BIN / "jupyterhub-singleuser")]

    c.Spawner.apply_user_options = begin


def _bilingual(part: str) -> dict[str, list[str]]:
    """Return texts for pages that are shown before anybody has chosen a language."""
    return {name: [said(texts, lang) for lang in LANGUAGES] for name, texts in table()[part].items()}
