"""The name under which notebooks of people know `jobkit.reports.report`."""

from jobkit.reports.report import *  # noqa: F403
