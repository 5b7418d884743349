"""Alembic's part: env.py is run by it, versions/ holds one file a step, named v0001_what.py."""
