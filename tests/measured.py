"""Which test files tell nothing of the package's coverage: `run.py` runs them by themselves, unmeasured."""

from pathlib import Path

__all__ = ["APART"]

_CHAPTERS = sorted(
    path.stem.removeprefix("test_") for path in Path(__file__).parent.glob("test_exercises_[1-8]*.py")
)

#: Name of a check → its files, ``test_….py``.
APART = {
    "programs": (  # what installs, builds and publishes, or starts programs of its own
        "book", "case_check", "case_sheet", "class_sizes", "course_extension", "desk", "hostile", "hub",
        "lms_bank", "lms_scorm", "make_site", "pack", "package", "plans", "room", "site_build", "site_tools", "start",
        "start_kill", "warm_kernels",
    ),
    "course": (  # what is about the course, its data or the source
        "course", "datasets", "editions", *_CHAPTERS, "exercises_all", "exercises_predict", "exercises_recall",
        "extras", "foundation", "live", "proof", "reading", "review", "said", "terms", "unused",
    ),
    "sweeps": (  # what walks again where others have been
        "charts_labels", "engines", "lab_uploads", "lab_walks", "oracles",
    ),
}  # fmt: skip
