"""Paper: what is shown, as plain data (`blocks`), and one renderer for each medium: HTML, spreadsheet, Word, slides."""

__all__: list[str] = []
