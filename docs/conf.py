"""The site: pages by hand, the notebooks as they run on the invented sample, the API from docstrings."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

project = "jobkit"
author = copyright = "the jobkit contributors"
extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = "jobkit"
html_extra_path = ["_build/extra"]
html_static_path = ["style.css"]
html_css_files = ["style.css"]
html_show_sphinx = False
nb_execution_mode = "off"  # they were run by jobkit itself, as reports are
nb_merge_streams = True
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
autodoc_member_order = "bysource"
autodoc_typehints = "none"
nitpicky = False
suppress_warnings = ["myst.header"]  # a notebook begins where its question does


def setup(app) -> None:
    """Run the sample through jobkit before anything is read."""
    import sample

    extra = HERE / "_build" / "extra"
    shutil.rmtree(extra, ignore_errors=True)
    sample.build(extra / "sample", HERE / "questions")
