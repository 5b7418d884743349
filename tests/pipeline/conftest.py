"""The store's databases, for tests that send."""

from __future__ import annotations

from tests.store.conftest import lasting_url, postgres_url, url

__all__ = ["lasting_url", "postgres_url", "url"]
