"""On a server, each person's own account, so that the system keeps people apart."""

from __future__ import annotations

import os
import pwd
import subprocess
from pathlib import Path
from typing import Any

from jupyterhub.spawner import LocalProcessSpawner

__all__ = ["PREFIX", "OwnAccount", "account", "give_home"]

PREFIX = "sgm-"  # so that nobody's login is that of root, or of the post


def account(login: str) -> str:
    """Return the system account of a login.

    >>> account("wangfang")
    'sgm-wangfang'
    """
    return PREFIX + login


def give_home(login: str, homes: Path) -> None:
    """Make account and home of a person who comes for the first time; nobody else can look into the home."""
    name = account(login)
    try:
        found = pwd.getpwnam(name)
    except KeyError:
        command = ["useradd", "--create-home", "--home-dir", str(homes / login), "--shell", "/bin/bash", name]
        subprocess.run(command, check=True, stdin=subprocess.DEVNULL)  # with a group of its own, no password
        found = pwd.getpwnam(name)
    os.chmod(found.pw_dir, 0o700)


class OwnAccount(LocalProcessSpawner):
    """A learner's server as a process of the learner's own account; without systemd, nothing limits its memory."""

    def make_preexec_fn(self, name: str) -> Any:
        """Become the account of the login."""
        return super().make_preexec_fn(account(name))

    def user_env(self, env: dict[str, str]) -> dict[str, str]:
        """Say whose home it is."""
        found = pwd.getpwnam(account(self.user.name))
        return env | {"USER": found.pw_name, "HOME": found.pw_dir, "SHELL": found.pw_shell}
