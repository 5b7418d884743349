"""Replay dated feeds day by day, build weekly issues, and say what came back: as an update, as a repeat, or unmarked.

    python -m bench.replay FEEDS [--config feeds.toml] [--keep FOLDER] [--limit 25]

FEEDS holds one folder a day, YYYY-MM-DD, with feed files (.xml, .rss) or lists of entries (.json: title, description,
link, date_published), a file a source; or a JSON list with a row an entry (date, text, sources, story), as Wikipedia's
Current Events has them. Each evening is gathered, each Monday at seven an issue is built, with the regions and topics
of the configuration. What is printed is to be read by an editor; the counts at the end are for those who compare.
"""

from __future__ import annotations

import argparse
import io
import json
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape
from pathlib import Path

from digest.cli import execute
from digest.models import Issue, Piece
from digest.models.frozen import thaw

ROOT = Path(__file__).parents[1]
_WORD = re.compile(r"[^\W_]{4,}")
_ALIKE = 0.3  # share of the words of two headlines: pairs above it are shown to the reader
Days = Mapping[date, Mapping[str, bytes]]  # day -> file name -> feed


@dataclass(frozen=True, slots=True)
class Printed:
    """One printed piece with its issue and section."""

    issue: Issue
    place: str
    piece: Piece


def main() -> None:
    """Replay and print."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("feeds", type=Path)
    words.add_argument("--config", type=Path, default=ROOT / "feeds.toml")
    words.add_argument("--keep", type=Path, help="Leave the desk in this folder.")
    words.add_argument("--daily", action="store_true", help="Build every morning instead of every Monday.")
    words.add_argument("--limit", type=int, default=25, help="Stories a topic.")
    words.add_argument("--since", type=date.fromisoformat, default=date.min)
    words.add_argument("--until", type=date.fromisoformat, default=date.max)
    given = words.parse_args()
    days, chains = read(given.feeds)
    days = {day: files for day, files in days.items() if given.since <= day <= given.until}
    with tempfile.TemporaryDirectory(prefix="digest-replay-") as folder:
        desk = given.keep or Path(folder)
        desk.mkdir(parents=True, exist_ok=True)
        text = _config(given.config.read_text(encoding="utf-8"), days, given.limit, daily=given.daily)
        issues = replay(days, desk, text, daily=given.daily)
    report(issues, chains)


def read(feeds: Path) -> tuple[Days, dict[str, str]]:
    """The feeds by day, and the story chains that are known, by address."""
    if feeds.is_file():
        return _current_events(feeds)
    found: dict[date, dict[str, bytes]] = {}
    for path in sorted(feeds.rglob("*")):
        day = re.match(r"\d{4}-\d\d-\d\d", path.relative_to(feeds).as_posix())
        if day and path.suffix in {".xml", ".rss", ".json"}:
            body = path.read_bytes()
            name = re.sub(r"^\d{4}-\d\d-\d\d-", "", path.stem)
            feed = _feed(json.loads(body), name) if path.suffix == ".json" else body
            found.setdefault(date.fromisoformat(day[0]), {})[f"{name}.xml"] = feed
    return found, {}


def _feed(rows: Sequence[Mapping[str, str]], name: str) -> bytes:
    entries = "".join(
        f"<item><title>{escape(row.get('title') or '')}</title><link>{escape(row['link'])}</link>"
        f"<description>{escape(row.get('description') or '')}</description>"
        f"<pubDate>{row.get('date_published') or ''}</pubDate></item>"
        for row in rows
    )
    return f"<rss version='2.0'><channel><title>{escape(name)}</title>{entries}</channel></rss>".encode()


def _current_events(path: Path) -> tuple[Days, dict[str, str]]:
    days: dict[date, dict[str, list[dict[str, str]]]] = {}
    chains: dict[str, str] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
        row = json.loads(line)
        outlet = row["sources"][0][0] if row["sources"] else "Wikipedia"
        url = f"https://events.example/{number}"
        if row["story"]:
            chains[url] = row["story"][-1]
        entry = {"title": "", "description": row["text"], "link": url, "date_published": f"{row['date']}T12:00:00Z"}
        name = re.sub(r"\W+", "-", outlet.casefold())[:40] or "other"
        days.setdefault(date.fromisoformat(row["date"]), {}).setdefault(name, []).append(entry)
    return {
        day: {f"{name}.xml": _feed(rows, name) for name, rows in found.items()} for day, found in days.items()
    }, chains


def replay(days: Days, desk: Path, config: str, *, daily: bool) -> list[Issue]:
    """Gather every evening, build every Monday or every morning; the issues in their order."""
    (desk / "feeds.toml").write_text(config, encoding="utf-8")
    last = max(days) + timedelta(days=7)
    day = min(days)
    while day <= last:
        if daily or day.weekday() == 0:
            _digest(desk, f"{day}T07:00:00+00:00", "build")
        if day in days:
            for name, body in days[day].items():
                (desk / name).write_bytes(body)
            _digest(desk, f"{day}T20:00:00+00:00", "gather")
        day += timedelta(days=1)
    folders = sorted((desk / "out/weekly").iterdir())
    return [thaw((folder / "issue.json").read_bytes()) for folder in folders]


def _config(text: str, days: Days, limit: int, *, daily: bool) -> str:
    """The regions, topics and aliases of `text`, with these feeds as its sources."""
    kept = [table for table in re.split(r"(?m)^(?=\[)", text) if re.match(r"\[aliases|\[\[(?:regions|topics)", table)]
    names = sorted({name for files in days.values() for name in files})
    sources = "".join(f'[[sources]]\nname = "{name[:-4]}"\nurl = "{name}"\nfirst = "all"\n\n' for name in names)
    limits = f"[editions.limits]\ntopic = {limit}\nother = {limit}\nissue = 400\n\n"
    edition = f'[[editions]]\nname = "weekly"\nschedule = "0 7 * * {"*" if daily else 1}"\noutputs = ["mail"]\n{limits}'
    gather = "[gather]\nstorm = 0\npictures = false\n\n"
    return gather + edition + sources + "".join(kept)


def _digest(desk: Path, now: str, command: str) -> None:
    with redirect_stdout(io.StringIO()) as said:
        code = execute(["--config", str(desk / "feeds.toml"), "--now", now, "--quiet", command])
    print(now[:10], said.getvalue().splitlines()[0] if said.getvalue() else code)


def report(issues: Sequence[Issue], chains: Mapping[str, str]) -> None:
    """What came back, to be read; then the counts."""
    printed = [one for issue in issues for one in _printed(issue)]
    updates = [one for one in printed if one.piece.update]
    print(f"\n== {len(updates)} updates")
    for one in updates:
        _print_update(one)
    repeats = [(issue, one) for issue in issues for one in issue.repeats]
    print(f"\n== {len(repeats)} left out as told before")
    for issue, left in repeats:
        print(f"No. {issue.number}: {left.title or left.url}")
        print(f"   told in No. {left.last.number}: {left.last.headline}\n   {left.why}")
    doubts = list(_doubts(printed, chains))
    print(f"\n== {len(doubts)} pairs that may be one story, the later one unmarked")
    for why, old, new in doubts:
        print(f"{why}  [{new.place}]")
        for one in (old, new):
            print(f"   No. {one.issue.number}: {one.piece.headline.text}")
    counts = f"{len(updates)} updates, {len(repeats)} left out, {len(doubts)} doubts"
    print(f"\n{len(issues)} issues, {len(printed)} pieces, {counts}")


def _printed(issue: Issue) -> Iterator[Printed]:
    for section in issue.sections:
        for topic in section.topics:
            for piece in topic.pieces:
                yield Printed(issue, f"{section.name} > {topic.name}", piece)


def _print_update(one: Printed) -> None:
    update = one.piece.update
    assert update is not None
    print(f"No. {one.issue.number} [{one.place}] {one.piece.headline.text}")
    print(f"   <- No. {update.last.number}: {update.last.headline}\n   {update.why}")
    for part in one.piece.paragraphs:
        print("   new: " + " ".join(sentence.text for sentence in part.sentences)[:300])


def _doubts(printed: Sequence[Printed], chains: Mapping[str, str]) -> Iterator[tuple[str, Printed, Printed]]:
    for at, new in enumerate(printed):
        for old in printed[:at]:
            if new.piece.update or old.issue.id == new.issue.id:
                continue
            mine, theirs = (chains.get(each.piece.sources[0].url, "") for each in (new, old))
            one, other = (set(_WORD.findall(each.piece.headline.text.casefold())) for each in (new, old))
            alike = len(one & other) / max(1, len(one | other))
            if (mine and mine == theirs) or alike >= _ALIKE:
                yield f"{mine if mine == theirs else ''} {alike:.2f}", old, new


if __name__ == "__main__":
    main()
