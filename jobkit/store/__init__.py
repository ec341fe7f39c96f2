"""The facts of one search: what stands in its file, and how a fact is recorded."""

from jobkit.store.store import Store, write_private

__all__ = ["Store", "write_private"]
