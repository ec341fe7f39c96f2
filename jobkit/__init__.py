"""You did not get the job, so now what? A toolkit to look back on a job search, and ahead.

The whole way in a few lines:

>>> import jobkit
>>> search = jobkit.Search.sample()                     # or jobkit.Search("data/mine"), a folder of yours
>>> events = search.events                              # one row per dated thing that happened
>>> applications = search.applications                  # one row per application, linked from all files
>>> from jobkit import history, rates, waiting, reasons, comparison, steps
>>> funnel = history.funnel(applications)               # how far they came
>>> rates.share(1, 12)[["low", "high"]].round(2).tolist()
[0.01, 0.35]
>>> spells = waiting.spells(applications, search.as_of)  # how long replies took, and are taking
>>> day = waiting.silence(spells)                       # after which day hardly any reply comes
>>> why = reasons.attribute(applications, search.evidence, search.hires)
>>> todo = search.due()                                 # what is worth doing now, for whom, and why
>>> month = search.month("2026-10")                     # the facts of a month, as tables
>>> page = jobkit.run_report("reflection", search, month="2026-10")  # doctest: +SKIP
"""

from importlib import import_module

from jobkit.errors import JobkitError, ReportError, SourceError, StoreError, TableError

__version__ = "0.1.0"
__all__ = ["JobkitError", "ReportError", "Search", "SourceError", "StoreError", "TableError"]
__all__ += ["open_search", "run_report"]

_LATER = {
    "Search": "jobkit.search",
    "open_search": "jobkit.reports.notebooks",
    "run_report": "jobkit.reports.report",
}
"""What is loaded when it is asked for: these bring pandas with them."""
_MODULES = (
    *("charts", "comparison", "credentials", "forms", "history", "page", "postings", "rates", "reasons"),
    *("reflection", "sections", "steps", "waiting"),
)
"""What a notebook imports."""


def __getattr__(name: str):
    """Load the search, the report and the modules of measures only when they are asked for."""
    if name in _LATER:
        return getattr(import_module(_LATER[name]), name)
    if name in _MODULES:
        return import_module(f"jobkit.{name}")
    raise AttributeError(f"module 'jobkit' has no attribute {name!r}")


def __dir__() -> list[str]:
    """Return what a notebook needs, for completion."""
    return sorted({*globals(), *__all__, *_MODULES} - {"import_module"})
