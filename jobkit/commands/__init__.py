"""The command `jobkit`."""
