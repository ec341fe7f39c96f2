"""Look through a built site: every link inside it leads somewhere, and nothing is loaded from elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from selectolax.lexbor import LexborHTMLParser

LOADED = {"img": "src", "script": "src", "link": "href", "iframe": "src", "source": "src"}


def faults(site: Path) -> Iterator[str]:
    """Yield what is wrong, one line each: the page, and what it names."""
    pages = {
        path: LexborHTMLParser(path.read_text(encoding="utf-8")) for path in sorted(site.rglob("*.html"))
    }
    places = {path: {node.attributes.get("id") for node in page.css("[id]")} for path, page in pages.items()}
    for path, page in pages.items():
        name = path.relative_to(site)
        for node in page.css("a[href], img, script, link, iframe, source"):
            address = node.attributes.get(LOADED.get(node.tag, "href")) or ""
            parts = urlsplit(address)
            if parts.scheme or parts.netloc:
                if node.tag != "a" and parts.scheme != "data":
                    yield f"{name}: loads {address}"
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            target = target / "index.html" if target.is_dir() else target
            if not target.is_file():
                yield f"{name}: {address} is not there"
            elif parts.fragment and target in places and unquote(parts.fragment) not in places[target]:
                yield f"{name}: {address} names no place on that page"


def main() -> int:
    """Print what is wrong in the site named on the command line; return 1 if anything is."""
    site = Path(sys.argv[1]).resolve()
    if not (site / "index.html").is_file():
        sys.exit(f"{site.name} is no site.")
    found = list(faults(site))
    print(*found, sep="\n", end="\n" if found else "")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
