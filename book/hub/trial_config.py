"""A hub to try on one's own machine: only from here, any name comes in, and every learner runs as oneself."""

# Read by JupyterHub, started by ``python start.py hub``.
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from hub.people import LOGIN
from hub.settings import course

c = get_config()  # type: ignore[name-defined]  # noqa: F821
folder = Path(os.environ["SGM_HUB"])
course(c, folder, idle=60)
c.JupyterHub.bind_url = f"http://127.0.0.1:{os.environ['SGM_HUB_PORT']}"
c.ConfigurableHTTPProxy.api_url = f"http://127.0.0.1:{os.environ['SGM_PROXY_PORT']}"
c.JupyterHub.hub_port = int(os.environ["SGM_INNER_PORT"])
c.Authenticator.allow_all = True
c.Authenticator.username_pattern = LOGIN.pattern
c.JupyterHub.spawner_class = "jupyterhub.spawner.SimpleLocalProcessSpawner"
c.SimpleLocalProcessSpawner.home_dir_template = str(folder / "homes" / "{username}")
