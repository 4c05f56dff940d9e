"""On a server, each person's own account, so that the system keeps people apart."""

from __future__ import annotations

import os
import pwd
import subprocess
from pathlib import Path
from typing import Any

from jupyterhub.spawner import LocalProcessSpawner

from .limits import end_largest, hold

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
    """A learner's server as a process of the learner's own account, with the limits of `limits`."""

    def make_preexec_fn(self, name: str) -> Any:
        """Become the account of the login, with its limits."""
        become = super().make_preexec_fn(account(name))
        memory, cores, uid = self.mem_limit, self.cpu_limit, pwd.getpwnam(account(name)).pw_uid

        def begin() -> None:
            hold(memory, cores, uid)
            become()

        return begin

    async def poll(self) -> int | None:
        """See whether it runs, and that all of the person's processes together keep to the limit."""
        ended: int | None = await super().poll()
        if ended is None and self.mem_limit:
            uid = pwd.getpwnam(account(self.user.name)).pw_uid
            if largest := end_largest(uid, self.mem_limit, {self.pid}):
                self.log.warning("%s is over the memory limit: process %s ended", self.user.name, largest)
        return ended

    def user_env(self, env: dict[str, str]) -> dict[str, str]:
        """Say whose home it is."""
        found = pwd.getpwnam(account(self.user.name))
        return env | {"USER": found.pw_name, "HOME": found.pw_dir, "SHELL": found.pw_shell}
