"""The facts of one search: what stands in its file, and how a fact is recorded."""

from jobkit.store.files import write_private
from jobkit.store.store import Store

__all__ = ["Store", "write_private"]
