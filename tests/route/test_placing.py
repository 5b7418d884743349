"""Regions, pins, exclusions and titles, and the evidence for all of it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.models import FIRST_WORDS, Evidence, Passage, Placed
from digest.route import route
from digest.route.reading import locate, read_title
from digest.route.regions import standing
from tests.builders import candidate, item
from tests.route.desk import DAESH_LEAD, SILENT, TALKS_LEAD, TALKS_NEXT, desk, places, reasons, where


def test_an_article_without_a_topic_goes_to_its_strongest_region() -> None:
    assert places("Kenyan police and a court in Nairobi disagree, a French paper wrote.") == ["Africa > "]


def test_of_equal_regions_the_first_named_wins() -> None:
    assert places("Kenya and France signed a treaty.") == ["Africa > "]
    assert places("France and Kenya signed a treaty.") == ["Europe > "]


def test_a_dateline_counts() -> None:
    text = "met a delegation from Kenya to discuss Kenyan tea."
    assert places(f"ANKARA (AA) — The minister {text}") == ["Middle East > "]
    assert places(f"The minister {text} It rained in Ankara.") == ["Africa > "]


def test_an_extra_word_means_its_region() -> None:
    assert places("Drought returned to the Sahel.") == ["Africa > "]
    found = route(candidate(item("", "Drought returned to the Sahel.")), desk())
    assert [(one.rule, one.matches[0].word) for one in found.evidence] == [("Sahel", "Sahel")]


def test_a_publishers_category_is_the_last_resort() -> None:
    assert places(SILENT, place="Middle East - ") == ["Middle East > "]
    assert places("A court in Kenya ruled.", place="Middle East") == ["Africa > "]
    found = route(candidate(item("", SILENT, place="Middle East")), desk())
    assert [(one.verdict, one.note) for one in found.evidence] == [("inherited", "its publisher files it there")]


def test_what_names_nothing_is_unmatched() -> None:
    found = route(candidate(item("", SILENT, SILENT + " Really.")), desk())
    assert (found.placed, len(found.unmatched), found.evidence) == ((), 2, ())


def test_a_country_of_no_region_places_nothing() -> None:
    assert places("Peru's president resigned.") == [""]


def test_regions_named_in_passing_are_told_from_those_it_is_about() -> None:
    text = "Kenya, Nairobi, Kenyan, Mombasa and Kisumu; Kenya and Nigeria; then France."
    of = item("", text)
    stands = standing(of, read_title("", "en", desk()), [read_title(text, "en", desk())], desk())
    assert (stands.main, stands.regions, set(stands.scores)) == ("Africa", ("Africa",), {"Africa", "Europe"})
    notes = {one.target: one.note for one in route(candidate(of), desk()).evidence}
    assert notes == {"Africa": "", "Europe": "the article names it in passing"}


# -- pins, exclusions, fresh passages ------------------------------------------------------------------------------


def test_a_pinned_item_goes_whole_to_its_topic() -> None:
    found = route(candidate(item("", TALKS_LEAD, SILENT), topic="Sudan", note="Look"), desk("talks"))
    (part,) = found.placed
    assert (part.region, part.topic, part.title_fits, part.note) == ("Africa", "Sudan", True, "Look")
    assert reasons(found, part.passages[0])[:2] == [("pinned", "Sudan"), ("lost", "Russia-Ukraine talks")]


def test_a_pin_to_a_topic_that_is_not_listed_goes_to_the_articles_region() -> None:
    assert route(candidate(item("", "Kenya waits."), topic="New"), desk()).placed[0].region == "Africa"
    assert route(candidate(item("", SILENT), topic="New"), desk()).placed[0].region == "Global"


def test_what_the_edition_excludes_is_left_out() -> None:
    found = route(candidate(item("", TALKS_LEAD, "A football match in Kyiv ended.")), desk("football"))
    assert [len(part.passages) for part in found.placed] == [1]
    assert [passage.text[:10] for passage in found.unmatched] == ["A football"]
    (told,) = [one for one in found.evidence if one.verdict == "excluded"]
    assert (told.target, told.rule, told.matches[0].word) == ("exclude", "football", "football")


def test_an_excluded_title_leaves_out_the_item() -> None:
    assert places(TALKS_LEAD, DAESH_LEAD, title="Football: the talks", exclude="football") == ["", ""]


def test_only_fresh_passages_are_placed_and_the_others_give_context() -> None:
    of = item("", TALKS_LEAD, TALKS_NEXT, DAESH_LEAD)
    found = route(replace(candidate(of), fresh=(of.passages[1].key,)), desk())
    assert [(part.topic, part.passages) for part in found.placed] == [("Russia-Ukraine talks", (of.passages[1],))]
    assert {one.passage for one in found.evidence} == {of.passages[1].key}


def test_a_heading_alone_is_no_section() -> None:
    of = item("", "Talks", TALKS_LEAD)
    of = replace(of, passages=(replace(of.passages[0], kind="heading"), of.passages[1]))
    found = route(replace(candidate(of), fresh=(of.passages[0].key,)), desk())
    assert (found.placed, found.unmatched) == ((), (of.passages[0],))


# -- titles -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "fits"),
    [
        ("Russia and Ukraine resume talks", [True, False]),
        ("Daesh: coordination begins", [False, True]),
        ("Morning briefing", [False, False]),
    ],
)
def test_a_title_fits_the_section_to_which_it_routes_itself(title: str, fits: list[bool]) -> None:
    found = route(candidate(item(title, TALKS_LEAD, DAESH_LEAD)), desk())
    assert [part.title_fits for part in found.placed] == fits


def test_a_plain_title_fits_its_region() -> None:
    assert route(candidate(item("Kenya waits", "Nairobi sleeps.")), desk()).placed[0].title_fits


# -- evidence -----------------------------------------------------------------------------------------------------


def test_every_judgement_points_at_its_words_in_the_snapshot() -> None:
    title = "Russia and Ukraine resume talks"
    text = f"{title}\n\n{TALKS_LEAD}\n\n{DAESH_LEAD}"
    found = route(candidate(item(title, TALKS_LEAD, DAESH_LEAD)), desk())
    matches = [match for one in found.evidence for match in one.matches]
    assert len(matches) > 10
    assert [text[match.start : match.end] for match in matches] == [match.word for match in matches]


def test_offsets_in_a_healed_passage_are_those_of_its_parts() -> None:
    snapshot = "Title\n\nPeace talks of Russia\n\nand Ukraine  began"
    passage = Passage("k", "paragraph", "Peace talks of Russia and Ukraine", ((7, 28), (30, 41)))
    assert snapshot[slice(*locate(passage, 15, 21))] == "Russia"
    assert snapshot[slice(*locate(passage, 26, 33))] == "Ukraine"
    assert snapshot[slice(*locate(passage, 15, 33))] == "Russia\n\nand Ukraine"


def test_a_range_that_ends_in_the_space_between_two_parts_is_cut_there() -> None:
    passage = Passage("k", "paragraph", "one two", ((0, 3), (8, 13)))  # "one" and, with folded spaces, "t wo"
    assert locate(passage, 0, 2) == (0, 4)
    assert locate(passage, 4, 7) == (8, 13)


def test_offsets_where_white_space_was_folded_hold_the_words() -> None:
    snapshot = "Peace   talks of Russia"
    passage = Passage("k", "paragraph", "Peace talks of Russia", ((0, len(snapshot)),))
    assert "talks" in snapshot[slice(*locate(passage, 6, 11))]
    assert snapshot[slice(*locate(passage, 15, 21))].endswith("Russia")


@given(st.lists(st.sampled_from(["a", " ", "\n", "bb", "  "]), min_size=1), st.data())
def test_located_ranges_always_hold_the_words(parts: list[str], data: st.DataObject) -> None:
    snapshot = "x" + "".join(parts) + "x"
    text = " ".join(snapshot.split())
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    first, last = locate(Passage("k", "paragraph", text, ((0, len(snapshot)),)), start, end)
    assert "".join(text[start:end].split()) in "".join(snapshot[first:last].split())


SENTENCES = (
    TALKS_LEAD,
    TALKS_NEXT,
    DAESH_LEAD,
    SILENT,
    "Kenya waits.",
    "A football match.",
    "Aftershocks shook France.",
)


@given(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=7, unique=True), st.sampled_from(("", *SENTENCES)))
def test_every_passage_is_in_exactly_one_place(texts: list[str], title: str) -> None:
    of = item(title, *texts)
    found = route(candidate(of), desk("football"))
    gone = [passage for part in found.placed for passage in part.passages] + list(found.unmatched)
    assert sorted(passage.key for passage in gone) == sorted(passage.key for passage in of.passages)
    assert found == route(candidate(of), desk("football"))
    for part in found.placed:
        assert all(one.passage in {passage.key for passage in part.passages} for one in part.evidence)
        assert _supported(part)


def _supported(part: Placed) -> bool:
    """Whether every passage of a section has a judgement that puts it there."""
    for passage in part.passages:
        mine = [one for one in part.evidence if one.passage == passage.key and one.verdict != "lost"]
        if [one.target for one in mine] != [part.topic or part.region]:
            return False
    return True


def test_evidence_is_plain_values() -> None:
    found = route(candidate(item("", TALKS_LEAD)), desk())
    assert all(isinstance(one, Evidence) and one.score >= 0 for one in found.evidence)


def test_first_words_for_a_title_do_not_bond_the_first_passage_with_itself() -> None:
    stranger = "Governor Laura Kelly signs an order that asks citizens of Topeka to wear masks."
    of = item("", stranger, DAESH_LEAD, "The ISIS coalition met again in Amman with Jordan and Iraq.")
    as_titled = replace(of, title=stranger[:60], titled_from=FIRST_WORDS)
    assert where(as_titled, desk()) == where(of, desk())
    assert where(as_titled, desk())[0] == ""


@pytest.mark.parametrize(
    ("entry", "place"),
    [
        (
            "Adding four partners since its last meeting: Kenya, Mali, Niger and Sudan;",
            "Middle East > anti-Daesh coordination",
        ),
        ("Sudan: Kenya, Mali and Niger send help to the camps;", "Africa > Sudan"),
        ("Fighting goes on around the capital of Sudan;", "Africa > Sudan"),
    ],
)
def test_a_country_in_a_list_of_others_is_no_topic_of_its_own(entry: str, place: str) -> None:
    shot = item("Anti-ISIS coalition grows", DAESH_LEAD, entry)
    passages = (shot.passages[0], replace(shot.passages[1], kind="item"))
    assert where(replace(shot, passages=passages), desk())[1] == place
