"""SCORM packages of a built site: one for each chapter (SCORM 1.2), one for the whole course (SCORM 2004).

`gather` finds what belongs to a package, `pages` fits a page to it, `manifest` lists it, `package` puts it together.
The scripts of ``sco`` speak with the platform; ``fflate`` packs and unpacks for them.
"""
