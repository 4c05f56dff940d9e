"""The list of chapters, drawn by the server while JupyterLab's scripts are still on their way.

An extension of Jupyter's server, turned on in ``sgm_lab/jupyter/config``. Into the page that JupyterLab begins with it
puts what the list of chapters says above its first cell that is run; the links there work at once, also where the
scripts never come, or JupyterLab cannot open the list. ``page.js`` takes it away when JupyterLab has drawn the same at
the same place. Extensions load in the order of their names: this one after jupyterlab.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from itertools import takewhile
from pathlib import Path, PurePosixPath
from typing import Any

from jinja2 import Environment, FunctionLoader
from markupsafe import Markup

BODY = re.compile(r"<body\b[^>]*>")
TEXT_OF = re.compile(r"\]\((?:\.\./)+book/(\w+)/(\d[\w-]*)\.md")
HEADINGS = re.compile(r"^# +(.+)$", re.M)

# Night is night from the first moment on; JupyterLab's own theme follows the system as well.
HERE = """
<script>document.body.dataset.jpThemeLight = !matchMedia("(prefers-color-scheme: dark)").matches</script>
{{ sgm_first_page(page_config.treePath, base_url) }}
"""
PAGE = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string("""
<main class="sgm-first" lang="{{ words.tag }}">
  <nav>
    <a href="{{ name }}" aria-current="page">{{ words.index }}</a>
    {% for lang, other in twins.items() %}
    <a href="../{{ lang }}/{{ name }}" lang="{{ other.tag }}" hreflang="{{ other.tag }}">{{ other.name }}</a>
    {% endfor %}
    <span>{{ words.wait }}</span>
  </nav>
  <div class="sgm-first-page" tabindex="-1">
    <div class="jp-RenderedHTMLCommon">{{ text }}</div>
    <p role="status" data-lost="{{ words.lost }}">{{ words.rest }}</p>
  </div>
</main>
<script>
  document.title = {{ title | tojson }};
  {
    const first = document.querySelector(".sgm-first");
    first.querySelector(".sgm-first-page").focus(); // for the keys that turn over pages
    for (const link of first.querySelectorAll("a")) link.href = link.href; // JupyterLab may write another address
    const lost = () => {
      const rest = first.querySelector("[data-lost]");
      rest.textContent = rest.dataset.lost;
      rest.parentNode.prepend(rest); // where it is seen
      first.querySelector("nav span")?.remove();
    };
    first.addEventListener("sgm:lost", lost); // page.js: JupyterLab has opened nothing
    addEventListener("error", ({ target: { src } }) => src?.includes("/static/lab/") && lost(), { capture: true });
    // A second window is loaded anew by JupyterLab, which gives it a workspace of its own: a link that was pressed just
    // before is gone to then. page.js forgets it once JupyterLab is there.
    const going = sessionStorage.getItem("sgm:going");
    sessionStorage.removeItem("sgm:going");
    if (going && performance.getEntriesByType("navigation")[0]?.type === "reload") location.replace(going);
    first.addEventListener("click", (event) => {
      const link = event.target.closest("a[href]");
      const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
      if (link && !elsewhere && !event.defaultPrevented) sessionStorage.setItem("sgm:going", link.href);
    });
  }
</script>
""")


def draw(root: Path, path: str, base: str, given: Mapping[str, Any]) -> str:
    """Return the list of chapters as HTML, where ``path`` is such a list and there is something to show.

    Parameters
    ----------
    root : Path
        The folder that the server serves.
    path : str
        What is asked for, as in the address.
    base : str
        What the server's addresses begin with.
    given : mapping
        What `start.py` has written for this: ``page``, the list that is opened first; ``text``, the folder of the
        chapters' texts; ``lang``, and the ``words`` of each language.
    """
    first, asked, words = PurePosixPath(given["page"]), PurePosixPath(path), given["words"]
    lang = asked.parent.name
    if asked != first and (asked != first.parents[1] / lang / first.name or lang not in words):
        return ""
    text = "\n\n".join(prose(root / path))
    if not text:
        return ""
    import mistune  # here, since the server is there the sooner

    text = TEXT_OF.sub(rf"]({base}doc/tree/{given['text']}/\1/\2.ipynb", text)
    spoken = words.get(lang, words.get(given["lang"]))
    others = (one for one in words if one != lang)
    return PAGE.render(
        words=spoken,
        name=first.name,
        twins={one: words[one] for one in others if (root / first.parents[1] / one / first.name).is_file()},
        text=Markup(mistune.create_markdown(plugins=["table"])(text)),
        title=" · ".join([*HEADINGS.findall(text)[:1], spoken["course"]]),
    )


def prose(page: Path) -> list[str]:
    """Return what a notebook says above its first cell that is run; what is wrong with a file, JupyterLab says."""
    try:
        cells = json.loads(page.read_text(encoding="utf-8"))["cells"]
        above = takewhile(lambda cell: cell["cell_type"] == "markdown", cells)
        return ["".join(cell["source"]) for cell in above]
    except (OSError, ValueError, KeyError, TypeError):
        return []


def extend(environment: Environment, first_page: Callable[[str, str], str]) -> None:
    """Let JupyterLab's template draw a first page; one that has no body stays as it is."""
    given = environment.loader
    if given is None:
        return

    def load(name: str) -> tuple[str, str | None, Callable[[], bool] | None]:
        source, file, fresh = given.get_source(environment, name)
        return BODY.sub(lambda body: body[0] + HERE, source, count=1), file, fresh

    environment.loader = FunctionLoader(load)
    environment.globals["sgm_first_page"] = lambda path, base: Markup(first_page(path, base))


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": __name__}]


def _load_jupyter_server_extension(server: Any) -> None:
    environment = server.web_app.settings.get("lab_jinja2_env")
    given = dict(server.config.get("FirstPage", {}))
    if environment is not None and given:
        extend(environment, lambda path, base: draw(Path(server.root_dir), path, base, given))
