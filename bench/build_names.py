"""Build digest/data/forenames.txt and surnames.txt from the package names: the US Census Bureau's counts of 1990.

    pip download names --no-deps && tar xzf names-*.tar.gz
    python bench/build_names.py names-*/names forenames > digest/data/forenames.txt
    python bench/build_names.py names-*/names surnames > digest/data/surnames.txt

They tell a person who bears the name of a place from the place: Chad Smith, Barbara Jordan.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

# Forenames of four in 100,000 and more: below stand surnames and places (Israel and Kenya are above). Surnames: the
# first 20,000, nine tenths of the population; the rest would be ten times the file.
RARE_FORENAME = 0.004  # per cent of the population
SURNAMES = 20_000


def rows(path: Path) -> Iterator[tuple[str, float]]:
    """Each name in small letters, with its share in per cent, commonest first."""
    for line in path.read_text("ascii").splitlines():
        name, share, *_ = line.split()
        yield name.lower(), float(share)


def forenames(folder: Path) -> list[str]:
    """Those of women and men, by the alphabet."""
    files = (folder / "dist.female.first", folder / "dist.male.first")
    return sorted({name for path in files for name, share in rows(path) if share >= RARE_FORENAME})


def surnames(folder: Path) -> list[str]:
    """The commonest, by the alphabet."""
    return sorted(name for name, _ in list(rows(folder / "dist.all.last"))[:SURNAMES])


def main(folder: str, which: str) -> None:
    """Print one of the two files, a line for each first letter."""
    names = {"forenames": forenames, "surnames": surnames}[which](Path(folder))
    print(
        "# Built by bench/build_names.py; do not edit. US Census Bureau, 1990, in the public domain, see LICENSES.md."
    )
    for letter in sorted({name[0] for name in names}):
        print(" ".join(name for name in names if name.startswith(letter)))


if __name__ == "__main__":
    main(*sys.argv[1:])
