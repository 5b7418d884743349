"""What the product reads from one feed, as JSON.

    python -m bench.parse FILE [--url URL] [--headers FILE.json]

`--url` is where the feed is said to come from, `--headers` a JSON object of the response's headers.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

ROOT = Path(__file__).parents[1]
if str(ROOT) not in sys.path:  # `python bench/parse.py` puts bench/ there instead
    sys.path.insert(0, str(ROOT))

from digest.errors import SourceTrouble  # noqa: E402
from digest.models import Fetched  # noqa: E402
from digest.pipeline.showing import shown  # noqa: E402
from digest.sources.media import content_type, media_type  # noqa: E402


def entries(data: bytes, url: str | None = None, headers: dict[str, str] | None = None) -> list[dict[str, object]]:
    """The entries of a feed, as `digest.pipeline.showing.shown` gives them; none for what is no feed.

    `url` and `headers` are those of the response that brought the bytes.
    """
    try:
        return shown(fetched(data, url or "", headers or {}))
    except SourceTrouble:
        return []


def fetched(data: bytes, url: str, headers: Mapping[str, str]) -> Fetched:
    """The response as the HTTP source would hand it on."""
    said = {name.lower(): value for name, value in headers.items()}
    declared, charset = content_type(said.get("content-type", ""))
    return Fetched(
        source="feed",
        url=url,
        body=data,
        media_type=media_type(declared, data),
        charset=charset,
        at=datetime.now(UTC),
        base=urljoin(url, said.get("content-location", "").strip()),
        language=said.get("content-language", "").strip(),
    )


def main() -> int:
    """Print the entries; 1 when nothing can be read."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("file", type=Path)
    words.add_argument("--url", default="", help="the feed's address")
    words.add_argument("--headers", type=Path, help="a JSON file of response headers")
    given = words.parse_args()
    headers: dict[str, Any] = json.loads(given.headers.read_text(encoding="utf-8")) if given.headers else {}
    texts = {name: value for name, value in headers.items() if isinstance(value, str)}
    try:
        made = shown(fetched(given.file.read_bytes(), given.url, texts))
    except SourceTrouble as trouble:
        print(f"{given.file}: {trouble.what} {trouble.advice}".rstrip(), file=sys.stderr)
        made = []
    print(json.dumps(made, ensure_ascii=False, indent=1))
    return 0 if made else 1


if __name__ == "__main__":
    sys.exit(main())
