"""A newsletter digest generator: feeds and files in, one frozen plan, e-mail and PDF out."""

__version__ = "0.1.0"
