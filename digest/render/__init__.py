"""Parts that turn the frozen plan into files: mail, plain text, web page, PDF."""
