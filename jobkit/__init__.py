"""You did not get the job, so now what? A toolkit to look back on a job search, and ahead."""

from jobkit.errors import JobkitError, ReportError, SourceError, StoreError, TableError

__version__ = "0.1.0"
__all__ = ["JobkitError", "ReportError", "Search", "SourceError", "StoreError", "TableError", "run_report"]


def __getattr__(name: str):
    """Load the search and the report only when they are asked for: they bring pandas with them."""
    if name == "Search":
        from jobkit.search import Search

        return Search
    if name == "run_report":
        from jobkit.reports.report import run_report

        return run_report
    raise AttributeError(f"module 'jobkit' has no attribute {name!r}")
