"""The name under which `python -m jobkit.cli` has always run the command."""

import sys

from jobkit.commands.cli import main

__all__ = ["main"]

if __name__ == "__main__":
    sys.exit(main())
