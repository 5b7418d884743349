"""One event in different words is one story; events that only resemble each other stay apart."""

from __future__ import annotations

from datetime import timedelta
from random import Random

import pytest

from digest.cluster import cluster
from digest.language.meaning import Meaning
from digest.models import Placed, Ruling, Story
from tests.builders import NOW
from tests.cluster.test_cluster import cut

MODEL = Meaning()

# Five public events of the years 2019 to 2021, told twice each in our own words.
EVENTS = {
    "notre-dame": [
        ("Fire destroys the roof of Notre-Dame cathedral in Paris",
         "Firefighters fought flames at Notre-Dame in Paris on Monday evening; the cathedral's spire collapsed and its roof was destroyed."),
        ("Spire of Notre-Dame falls as flames engulf the Paris cathedral",
         "The spire of the Notre-Dame cathedral in Paris collapsed on Monday in a fire that destroyed much of its roof, firefighters said."),
    ],
    "suez": [
        ("Container ship Ever Given blocks the Suez Canal",
         "The container ship Ever Given ran aground in the Suez Canal on Tuesday and blocks all traffic in both directions, the canal authority in Egypt said."),
        ("Suez Canal blocked after the giant ship Ever Given runs aground",
         "Traffic in the Suez Canal has stopped because the container ship Ever Given, one of the largest, ran aground, Egypt's canal authority said."),
    ],
    "perseverance": [
        ("NASA rover Perseverance lands on Mars",
         "The rover Perseverance of NASA landed in the Jezero crater of Mars on Thursday to look for traces of ancient life."),
        ("Perseverance touches down in Jezero crater on Mars",
         "NASA's rover Perseverance has landed on Mars, in the Jezero crater, where it will search for signs of ancient microbial life."),
    ],
    "beirut": [
        ("Huge explosion shakes the port of Beirut",
         "A huge explosion of ammonium nitrate in the port of Beirut killed dozens on Tuesday and injured thousands across Lebanon's capital."),
        ("Beirut port blast kills dozens, injures thousands",
         "Dozens were killed and thousands injured when ammonium nitrate exploded in Beirut's port on Tuesday, Lebanon's health minister said."),
    ],
    "brexit": [
        ("United Kingdom leaves the European Union",
         "The United Kingdom left the European Union on Friday night, three and a half years after the Brexit referendum."),
        ("Brexit: Britain is out of the European Union after 47 years",
         "Three and a half years after the Brexit referendum the United Kingdom has left the European Union, which it had joined in 1973."),
    ],
}  # fmt: skip


def told(event: str, number: int, source: str, **changes: object) -> Placed:
    """One report of an event."""
    title, text = EVENTS[event][number]
    return cut(title, text, source=source, **changes)


def together(stories: tuple[Story, ...]) -> list[list[str]]:
    """The sources of each story, sorted."""
    return sorted(sorted(one.item.source for one in story.cuts) for story in stories)


@pytest.mark.parametrize("model", [MODEL, None], ids=["words and meaning", "words alone"])
def test_two_reports_of_each_event_are_one_story(model: Meaning | None) -> None:
    cuts = [told(event, number, f"{event} {number}") for event in EVENTS for number in (0, 1)]
    stories = cluster(cuts, model)
    assert together(stories) == sorted([f"{event} 0", f"{event} 1"] for event in EVENTS)
    assert all(len(story.publishers) == 2 for story in stories)


def test_why_names_the_words_that_both_have_and_the_time_between() -> None:
    later = NOW + timedelta(hours=6)
    (story,) = cluster([told("suez", 0, "A", published=NOW), told("suez", 1, "B", published=later)], MODEL)
    said, voices = story.why
    assert said.startswith("the same event in 2 reports within 6 hours: ")
    assert "“Given”" in said or "“Suez”" in said
    assert voices == "2 independent publishers: B, A" or voices == "2 independent publishers: A, B"


@pytest.mark.parametrize(
    ("left", "right"),
    [
        pytest.param(
            ("Peru shaken by an earthquake", "A quake of magnitude 6.1 shook homes near Lima on Monday, Peru's institute said; nobody was hurt."),
            ("Fiji shaken by an earthquake", "A quake of magnitude 6.3 shook homes near Suva on Monday, Fiji's institute said; nobody was hurt."),
            id="another place",
        ),
        pytest.param(
            ("Central bank of Kenya keeps its rate", "The central bank in Nairobi kept its rate on Tuesday because food prices fell, its governor said."),
            ("Central bank of Ghana raises its rate", "The central bank in Accra raised its rate on Tuesday because import prices rose, its governor said."),
            id="another bank",
        ),
        pytest.param(EVENTS["beirut"][0], EVENTS["suez"][0], id="another event"),
    ],
)  # fmt: skip
def test_events_that_resemble_each_other_stay_apart(left: tuple[str, str], right: tuple[str, str]) -> None:
    assert len(cluster([cut(*left, source="A"), cut(*right, source="B")], MODEL)) == 2


def test_the_same_words_a_week_later_are_another_event() -> None:
    late = told("suez", 1, "B", published=NOW + timedelta(days=7))
    assert len(cluster([told("suez", 0, "A", published=NOW), late], MODEL)) == 2


def test_reports_of_other_sections_are_not_looked_at() -> None:
    assert len(cluster([told("suez", 0, "A"), told("suez", 1, "B", topic="Ships")], MODEL)) == 2


def test_what_one_paper_follows_is_not_one_event_as_soon_as_what_two_papers_tell() -> None:
    first = (
        "Talks on the bridge begin",
        "Mayors of Osijek and Pecs met on Monday to talk about a bridge and a railway for both towns.",
    )
    second = (
        "Mayors speak of the bridge again",
        "The mayors of Osijek and Pecs want to begin with building next spring, if ministries in both capitals pay for it.",
    )
    assert len(cluster([cut(*first, source="A"), cut(*second, source="B")], MODEL)) == 1
    assert len(cluster([cut(*first, source="A"), cut(*second, source="A")], MODEL)) == 2


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (
            ("Россия и Украина обменялись пленными", "Россия и Украина обменялись пленными в субботу, сообщило министерство обороны; домой вернулись сто военных."),
            ("Обмен пленными между Украиной и Россией", "Обмен пленными состоялся в субботу: домой вернулись по сто военных, сообщили министерства обороны России и Украины."),
        ),
        (
            ("انفجار كبير يهز مرفأ بيروت", "هز انفجار كبير مرفأ بيروت يوم الثلاثاء وأسفر عن مقتل العشرات وإصابة الآلاف في العاصمة اللبنانية."),
            ("عشرات القتلى في انفجار مرفأ بيروت", "قتل العشرات وأصيب الآلاف في انفجار كبير وقع في مرفأ بيروت، عاصمة لبنان، يوم الثلاثاء."),
        ),
    ],
    ids=["ru", "ar"],
)  # fmt: skip
def test_other_scripts_are_compared_by_their_words(left: tuple[str, str], right: tuple[str, str]) -> None:
    language = "ru" if left[0][0] == "Р" else "ar"
    cuts = [cut(*left, source="A", language=language), cut(*right, source="B", language=language)]
    assert len(cluster(cuts, MODEL)) == 1


# -- the editor's word ---------------------------------------------------------------------------------------------


def ruling(one: Placed, other: Placed, verdict: str, hours: int = 0) -> Ruling:
    """A word on two cuts."""
    first, second = sorted((one.item.id, other.item.id))
    return Ruling(first, second, verdict, NOW + timedelta(hours=hours))  # type: ignore[arg-type]


def test_what_the_editor_put_together_is_one_story_and_says_so() -> None:
    cuts = [told("suez", 0, "A"), told("beirut", 0, "B")]
    (story,) = cluster(cuts, MODEL, [ruling(cuts[0], cuts[1], "together")])
    assert story.why[0] == "put together by the editor"


def test_what_is_near_to_one_of_them_joins_them() -> None:
    cuts = [told("suez", 0, "A"), told("beirut", 0, "B"), told("beirut", 1, "C")]
    assert together(cluster(cuts, MODEL, [ruling(cuts[0], cuts[1], "together")])) == [["A", "B", "C"]]


def test_what_the_editor_parted_stays_apart_even_as_copies() -> None:
    reports = [told("suez", 0, "A"), told("suez", 1, "B")]
    copies = [told("suez", 0, "A"), told("suez", 0, "B")]
    for cuts in (reports, copies):
        assert len(cluster(cuts, MODEL)) == 1
        assert len(cluster(cuts, MODEL, [ruling(cuts[0], cuts[1], "apart")])) == 2


def test_a_third_report_cannot_bring_them_together_again() -> None:
    cuts = [told("suez", 0, "A"), told("suez", 1, "B"), told("suez", 0, "C")]
    stories = cluster(cuts, MODEL, [ruling(cuts[0], cuts[1], "apart")])
    assert len(stories) == 2
    assert not any({"A", "B"} <= {one.item.source for one in story.cuts} for story in stories)


def test_the_order_of_arrival_changes_nothing() -> None:
    cuts = [told(event, number, f"{event} {number}") for event in EVENTS for number in (0, 1)]
    shuffled = list(cuts)
    Random(3).shuffle(shuffled)
    assert cluster(shuffled, MODEL) == cluster(cuts, MODEL)


# -- headlines -----------------------------------------------------------------------------------------------------

HEADLINES = [
    "Ever Given: Suez Canal still blocked by container ship",
    "Container ship Ever Given blocks Suez Canal for third day",
    "Suez Canal: tugs try to free the container ship Ever Given",
    "Oil price rises as Ever Given keeps Suez Canal blocked",
    "Ever Given container ship stuck in Suez Canal",
    "Suez Canal ship Ever Given: what we know",
    "Ships wait outside Suez Canal as Ever Given blocks traffic",
    "Egypt hopes to free Ever Given from Suez Canal soon",
    "Memes of the Ever Given in the Suez Canal amuse the world",
]


def test_what_many_publishers_tell_under_bare_headlines_may_be_wide() -> None:
    bare = [cut(title, title, source=f"S{number}") for number, title in enumerate(HEADLINES)]
    others = [cut(title, title, source=f"T{event}") for event, ((title, _), *_) in EVENTS.items() if event != "suez"]
    sizes = sorted(len(story.cuts) for story in cluster([*bare, *others], MODEL))
    assert sizes == [1, 1, 1, 1, len(HEADLINES)]
