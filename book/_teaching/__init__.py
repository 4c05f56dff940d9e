"""What a class is taught with, made of the course's own data: the test before and after, slides, sheets to print.

Texts are in ``book/<language>/teaching``; figures come from the cases through `sgm_lab`. ``book/_ext/sgm_teaching.py``
puts it all on the site.
"""
