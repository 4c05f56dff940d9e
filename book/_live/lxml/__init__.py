"""What python-docx and python-pptx ask of lxml, in Python alone: pages write Word and slides wherever they are built.

lxml itself is compiled; its build for the page comes from one place that not every build can reach. This holds only
what the two packages use when they write our files (``tests/test_live_lxml.py`` compares what they make of it), and
only pages have it.
"""
