"""Two issues side by side, and what sources changed since."""

from __future__ import annotations

from dataclasses import replace

import pytest

from digest.models import Issue, Piece, SinceLast
from digest.pipeline.comparing import Moved, compare, since_last
from digest.pipeline.corrections import Changed, corrections, items_of
from digest.pipeline.dossier import Wish, dossier, strand
from digest.recall import printing
from digest.store import CurrentText
from tests.builders import NOW, issue, piece, section, snapshot, source_ref, update

FIRST = "Delegations met in Istanbul on Monday to speak of prisoners."
SECOND = "They will meet again in June, the host said."


def told(headline: str, of: str = "", *texts: str) -> Piece:
    """A piece of one item."""
    made = piece(headline, *texts)
    return replace(made, sources=(source_ref(item=of or headline, title=headline),))


def week(number: int, *pieces: Piece, topic: str = "Russia-Ukraine talks") -> Issue:
    """The issue of a week."""
    return issue(section("Europe", topic, *pieces), id=f"weekly/W{number}", number=number)


def follow(made: Piece, of: Issue, number: int = 0) -> Piece:
    """`made` as an update of a piece of an issue."""
    before = printing(of, of.sections[0].topics[0].pieces[number])
    return replace(made, update=update(first=before), update_of=of.id)


def heads(moved: Moved) -> dict[str, list[str]]:
    """Headlines by what became of them."""
    return {name: [one.headline for one in getattr(moved, name)] for name in ("new", "developed", "quiet", "gone")}


def test_new_developed_quiet_and_gone() -> None:
    talks, rest = section("Europe", "Talks", told("A"), told("B")), section("Asia", "Space", told("C"))
    old = issue(talks, rest, id="weekly/W1", number=1)
    new = issue(section("Europe", "Talks", follow(told("D"), old), told("E")), id="weekly/W2", number=2)
    moved = compare(old, new)
    assert heads(moved) == {"new": ["E"], "developed": ["D"], "quiet": ["B"], "gone": ["C"]}
    assert (moved.developed[0].earlier, moved.developed[0].earlier_issue) == ("A", "weekly/W1")
    assert since_last(new, old) == SinceLast("weekly/W1", 1, 1, 1, ("Space",))


def test_a_story_is_followed_through_the_issues_between() -> None:
    first = week(1, told("A"), told("B"))
    second = week(2, follow(told("C"), first))
    third = week(3, follow(told("D"), second))
    assert heads(compare(first, third, [second])) == {"new": [], "developed": ["D"], "quiet": ["B"], "gone": []}


def test_issues_of_before_there_were_marks_are_matched_by_their_articles() -> None:
    first, second = week(1, told("A", "item-a")), week(2, told("B", "item-a"), told("C", "item-c"))
    assert heads(compare(first, second)) == {"new": ["C"], "developed": ["B"], "quiet": [], "gone": []}


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        pytest.param(f"{FIRST} {SECOND}", [], id="the same words"),
        pytest.param(f"{FIRST}\n\nMore. {SECOND}", [], id="it only grew"),
        pytest.param(
            f"{FIRST.replace('Monday', 'Tuesday')} {SECOND}",
            [Changed(FIRST, FIRST.replace("Monday", "Tuesday"))],
            id="edited",
        ),
        pytest.param(FIRST, [Changed(SECOND, "")], id="taken back"),
        pytest.param(f"“{FIRST}”   {SECOND}", [], id="other signs"),
    ],
)
def test_a_printed_sentence_that_no_longer_stands_is_shown_with_what_stands_there_now(
    now: str, expected: list[Changed]
) -> None:
    made = week(1, told("Delegations meet", "item1", FIRST, SECOND))
    current = snapshot("Delegations meet", now)
    found = corrections(made, {"item1": CurrentText("Delegations meet", current.hash, current.text)})
    assert [one for each in found for one in each.changed] == expected
    assert items_of(made) == ["item1"]
    assert corrections(made, {}) == ()


def test_a_new_title_is_a_correction_and_a_teaser_that_became_whole_is_none() -> None:
    made = week(1, told("Delegations meet", "item1", "They met and will…"))
    text = snapshot("Delegations part", FIRST)
    (found,) = corrections(made, {"item1": CurrentText("Delegations part", text.hash, text.text)})
    assert (found.title, found.changed) == ("Delegations part", ())


def test_a_strand_and_its_dossier_hold_every_story_once_and_lead_to_what_they_follow() -> None:
    first = week(1, told("A"))
    second = issue(
        section("Europe", "Russia-Ukraine talks", follow(told("A"), first)),
        section("Asia", "Space", told("S")),
        id="weekly/W2",
    )
    wish = Wish("Russia-Ukraine talks")
    lines = strand([first, second], wish)
    assert [(one.issue, one.headline, one.follows and one.follows.issue) for one in lines] == [
        ("weekly/W1", "A", None),
        ("weekly/W2", "A", "weekly/W1"),
    ]
    made = dossier([first, second], wish, lambda one: one.id, NOW, "digest 1")
    assert [one.name for one in made.sections] == ["weekly/W1", "weekly/W2"]
    old, new = (one.topics[0].pieces[0] for one in made.sections)
    assert old.id != new.id
    assert new.update is not None
    assert (new.update.first.issue, new.update.first.piece) == (made.id, old.id)
    assert (made.number, made.lines, made.colophon.items) == (0, (), 1)
    assert dossier([first], Wish("Space"), lambda one: one.id, NOW, "digest 1").sections == ()
