"""What leaves the search: plain exports and redacted copies; and how a person is erased for good."""

from jobkit.sharing.exports import export, pictures, sankeymatic
from jobkit.sharing.forgetting import Erased, forget
from jobkit.sharing.redaction import Redaction, checked, share

__all__ = ["Erased", "Redaction", "checked", "export", "forget", "pictures", "sankeymatic", "share"]
