"""A module that takes five seconds to load, as heavy libraries do on a slow machine."""

from __future__ import annotations

import time

time.sleep(5)
