"""Editions: every unit of another language is held to the Chinese it was written from.

``units`` cuts the sources into units and pairs them, ``agree`` compares the facts of a pair, ``ledger`` keeps from
which Chinese each was written, ``gate`` says what is stale, missing or extra. ``python book/editions.py en`` reports.
"""
