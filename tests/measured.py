"""Which test files tell nothing of the package's coverage: `run.py` runs them by themselves, unmeasured."""

from pathlib import Path

__all__ = ["APART"]

_CHAPTERS = sorted(
    path.stem.removeprefix("test_") for path in Path(__file__).parent.glob("test_exercises_[1-8]*.py")
)

#: Name of a check → its files, ``test_….py``.
APART = {
    "programs": (  # what starts programs of its own
        "class_sizes", "desk", "hostile", "hub", "plans", "room", "start", "start_kill", "warm_kernels",
    ),
    "publishing": (  # what builds, packs and publishes
        "book", "case_check", "case_sheet", "course_extension", "lms_bank", "lms_scorm", "make_site", "pack",
        "package", "site_build", "site_tools",
    ),
    "course": (  # what is about the course, its data or the source
        "course", "datasets", "editions", *_CHAPTERS, "exercises_all", "exercises_predict", "exercises_recall",
        "extras", "foundation", "live", "proof", "reading", "review", "said", "terms", "unused",
    ),
    "sweeps": (  # what walks again where others have been
        "charts_labels", "engines", "lab_uploads", "lab_walks", "oracles",
    ),
}  # fmt: skip
