"""Trackers: tables that people keep of their applications, in any file."""

from jobkit.sources.tables.trackers import extract, identify

__all__ = ["extract", "identify"]
