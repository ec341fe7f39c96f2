"""These tests need Chromium and Node: they run only when they are asked for, by `make test-browser`."""


def pytest_ignore_collect(collection_path, config):
    """Leave this folder out unless it was named."""
    return None if any("browser" in str(argument) for argument in config.args) else True
