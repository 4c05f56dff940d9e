"""The course on a JupyterHub, for a class that one laptop cannot serve, with points by nbgrader.

Nothing else of the course calls in here: the folder can be taken away. ``python start.py hub`` runs `__main__.py`.

people     the class list: who may come in
accounts   each one's own account on the server
settings   what every hub of the course has in common; the two files that end in ``_config.py`` add what differs
prepare    what is written once on the server: the learners' copy of the course (a git repository), the proxy
at_home    what starts for a learner: settings of JupyterLab in the learner's language, then the server
link       the address that opens a page, brought up to date by nbgitpuller
grading    nbgrader: assignments of chapters, points of exercises, handing in, the gradebook
"""
