"""Who tells a story independently: families once, one text once, one agency once."""

from __future__ import annotations

from digest.cluster import cluster
from tests.cluster.test_cluster import TEXT, cut
from tests.cluster.test_events import MODEL, told


def test_an_agencys_text_in_five_papers_is_one_voice() -> None:
    papers = [cut(f"Title {name}", TEXT, source=name, agency="AA") for name in "ABCDE"]
    (story,) = cluster(papers, MODEL)
    assert story.publishers == ("Anadolu Agency",)
    assert sorted(story.also_in) == list("ABCDE")
    assert story.why[-1].startswith("one voice: Anadolu Agency; the same text also in A, ")


def test_two_reports_that_credit_one_agency_are_one_voice() -> None:
    one, two = told("suez", 0, "A", agency="Reuters"), told("suez", 1, "B", agency="Reuters")
    (story,) = cluster([one, two], MODEL)
    assert story.publishers == ("Reuters",)
    (other,) = cluster([told("suez", 0, "A", agency="Reuters"), told("suez", 1, "B", agency="AFP")], MODEL)
    assert len(other.publishers) == 2


def test_one_text_through_two_sources_is_one_voice_and_a_report_of_its_own_another() -> None:
    (story,) = cluster([told("suez", 0, "A"), told("suez", 0, "B"), told("suez", 1, "C")], MODEL)
    assert len(story.publishers) == 2
    assert len(story.also_in) == 1
    assert set(story.publishers) | set(story.also_in) == {"A", "B", "C"}


def test_editions_of_one_newsroom_are_one_voice() -> None:
    one, two = told("suez", 0, "A", publisher="House"), told("suez", 1, "B", publisher="House")
    assert {story.publishers for story in cluster([one, two], MODEL)} == {("House",)}


def test_a_story_of_one_report_says_nothing() -> None:
    (story,) = cluster([told("suez", 0, "A")], MODEL)
    assert story.why == ()
    assert story.also_in == ()
