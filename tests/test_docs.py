"""The site: what its check finds; and the README, whose commands and Python run as they stand."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "docs"))
try:
    import links
finally:
    sys.path.remove(str(ROOT / "docs"))


def test_the_check_of_the_site_finds_what_leads_nowhere_or_elsewhere(tmp_path):
    (tmp_path / "index.html").write_text(
        '<h1 id="top">A</h1><a href="b.html#here">good</a><a href="#top">good</a><a href="b.html#gone">1</a>'
        '<a href="c.html">2</a><img src="https://elsewhere.example/p.png"><a href="https://there.example/">good</a>',
        encoding="utf-8",
    )
    (tmp_path / "b.html").write_text('<p id="here">B</p>', encoding="utf-8")
    assert list(links.faults(tmp_path)) == [
        "index.html: b.html#gone names no place on that page",
        "index.html: c.html is not there",
        "index.html: loads https://elsewhere.example/p.png",
    ]
