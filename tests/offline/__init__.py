"""The folder to put on a child's PYTHONPATH, so that it runs as on a machine without a cable."""
