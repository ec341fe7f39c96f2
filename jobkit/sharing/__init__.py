"""What leaves the search: exports, redacted copies; and what is erased."""

from jobkit.sharing.sharing import *  # noqa: F403
