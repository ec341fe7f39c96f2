"""What leaves the search: plain exports and redacted copies; and how a person is erased for good."""

from jobkit.sharing.exports import export, pictures, sankeymatic
from jobkit.sharing.forgetting import forget
from jobkit.sharing.redaction import Redaction, checked, decoded, share

__all__ = [
    "Redaction",
    "checked",
    "decoded",
    "export",
    "forget",
    "pictures",
    "sankeymatic",
    "share",
]
