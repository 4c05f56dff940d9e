"""How people were sampled: weights, clusters and strata, and what they do to a share, a mean and their intervals.

Every tally that takes ``weights=`` comes here: `Design` says what stands in which column, ``design`` checks it,
``variance`` computes. Nothing of it is loaded where nobody weights.

>>> effective_n([1, 1, 1, 5])  # four answered, and they are worth two people and a bit
2.29
"""

from .._arguments import tell_arguments
from ._rake import rake
from .design import Design
from .variance import effective_n

__all__ = ["Design", "effective_n", "rake"]

tell_arguments(__name__)
