"""What tests share: empty searches in folders of their own, and sources made from literal rows."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

import jobkit

os.environ["COLUMNS"] = "200"  # tables are printed whole, whatever the terminal that runs the tests

settings.register_profile("jobkit", deadline=None, max_examples=60, database=None)
settings.load_profile("jobkit")


@pytest.fixture
def search(tmp_path):
    """An empty search, looked at from the last day of June 2026."""
    return jobkit.Search(tmp_path / "search", as_of="2026-06-30")
