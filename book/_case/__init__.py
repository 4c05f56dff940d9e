"""A case of one's own from a spreadsheet: the template, what is wrong in a filled one, and the folder made of it.

`case_sheet.py` is the command; the words are in ``sgm_lab/words/case_sheet.toml``.
"""
