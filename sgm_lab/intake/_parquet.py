"""Parquet files, looked at for their size before anything is made of them."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from ..errors import DataError
from ..extras import needs
from . import _limits as limits

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["from_parquet"]


@needs("pyarrow")
def from_parquet(content: bytes, name: str) -> pd.DataFrame:
    """Read a file whose own account of its size is within the limits."""
    import pandas as pd
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(io.BytesIO(content))
        _look(file, name)
        # Words that stand in many rows are read once and pointed to: spelt out they may fill the memory.
        spelt = (pa.types.is_string, pa.types.is_large_string)
        words = [one.name for one in file.schema_arrow if any(kind(one.type) for kind in spelt)]
        table: pd.DataFrame = pq.read_table(io.BytesIO(content), read_dictionary=words).to_pandas()
    except DataError:
        raise
    except (pa.ArrowException, ValueError, OSError) as cause:
        raise DataError("files.damaged", file=name) from cause
    for column in words:
        if column in table and isinstance(table[column].dtype, pd.CategoricalDtype):
            table[column] = table[column].astype(object)
    return table.reset_index(drop=True)


def _look(file: Any, name: str) -> None:
    """Refuse a Parquet file that says it holds more than the limits."""
    about = file.metadata
    limits.check_columns(len(file.schema_arrow), name)
    limits.check_cells(about.num_rows * about.num_columns, name)
    limits.check_unpacked(sum(about.row_group(n).total_byte_size for n in range(about.num_row_groups)), name)
