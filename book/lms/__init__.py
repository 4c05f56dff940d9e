"""The course for a learning platform: SCORM packages of the built site, and the questions as a question bank.

``python start.py lms`` runs `book/lms/__main__.py`. Nothing imports this folder; deleted, all else works as before.
"""
