"""Run the command as `python -m jobkit`."""

import sys

from jobkit.commands.cli import main

if __name__ == "__main__":
    sys.exit(main())
