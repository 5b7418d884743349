"""Route: each passage of an item to one region and topic, with the reasons; a room, pure.

    from digest.route import route, router

`router` is built once from feeds.toml's tables, `route` is asked once per candidate.
"""

from __future__ import annotations

from digest.route.placing import route
from digest.route.tables import Router, router

__all__ = ["Router", "route", "router"]
