"""What `sgm_lab` alone on a line shows, and `help`: its names in groups, each with one line."""

from __future__ import annotations

from types import ModuleType

__all__ = ["Face", "names"]


def names() -> dict[str, list[str]]:
    """Return group → names, in the order of the words."""
    from .i18n import keys

    found: dict[str, list[str]] = {}
    for _, group, name in (key.split(".", 2) for key in keys("face") if key.startswith("name.")):
        found.setdefault(group, []).append(name)
    return found


class Face(ModuleType):
    """The package as a module that introduces itself."""

    def __repr__(self) -> str:
        from .i18n import t

        lines = [t("face.title", version=self.__version__)]
        for group, some in names().items():
            lines += ["", t(f"face.group.{group}")]
            lines += [f"  {name:<22} {t(f'face.name.{group}.{name}')}" for name in some]
        return "\n".join(lines)

    @property
    def __doc__(self) -> str:  # type: ignore[override]
        return f"{self.__dict__['__doc__']}\n{self!r}"
