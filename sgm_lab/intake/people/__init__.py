"""Names of people under a heading that does not say so: 张伟, Anna Schmidt, 李女士, Herr Weber."""

from __future__ import annotations

from ._groups import is_no_group
from ._looks import are_names

__all__ = ["are_names", "is_no_group"]
