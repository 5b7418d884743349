"""A passage goes to its topic, stays with its article, or leaves it; with reasons."""

from __future__ import annotations

from dataclasses import replace

import pytest

from digest.config.schema import TopicTable
from digest.language.rules import RuleError
from digest.route import route, router
from tests.builders import candidate, item
from tests.route.desk import (
    DAESH_LEAD,
    DAESH_SECTION,
    REGIONS,
    SILENT,
    TALKS_LEAD,
    TALKS_NEXT,
    TALKS_SECTION,
    desk,
    places,
    reasons,
    where,
)


def test_a_passage_goes_to_its_topic_under_the_topics_region() -> None:
    assert places(TALKS_LEAD, DAESH_LEAD) == [TALKS_SECTION, DAESH_SECTION]


def test_a_topic_of_the_world_prints_under_global() -> None:
    assert places("An earthquake shook the coast of Kenya.") == ["Global > Earthquakes"]


def test_ties_go_to_the_topic_that_is_listed_first() -> None:
    text = "Aid alpha beta for the harbour."
    first = TopicTable(name="First", rule="alpha OR gamma", region="Europe")
    second = TopicTable(name="Second", rule="gamma OR alpha", region="Europe")
    assert where(item("", text), desk("", (first, second))) == ["Europe > First"]
    assert where(item("", text), desk("", (second, first))) == ["Europe > Second"]
    found = route(candidate(item("", text)), desk("", (first, second)))
    assert reasons(found, found.placed[0].passages[0]) == [("won", "First"), ("lost", "Second")]


def test_the_stronger_topic_wins_whatever_the_order() -> None:
    text = "An earthquake and its aftershocks shook towns, and ceasefire talks of Russia and Ukraine were put off."
    assert places(text) == [TALKS_SECTION]
    (part,) = route(candidate(item("", text)), desk()).placed
    lost = [one for one in part.evidence if one.verdict == "lost" and one.kind == "topic"]
    assert [(one.target, one.note) for one in lost] == [("Earthquakes", "weaker than Russia-Ukraine talks")]


def test_the_articles_own_topic_wins_where_it_is_nearly_as_strong() -> None:
    quakes = TopicTable(name="Quakes", rule="earthquake* OR quake")
    floods = TopicTable(name="Floods", rule="flood* OR storm* OR rain* OR hail*")
    both = "Floods, rain and an earthquake."
    rules = desk("", (quakes, floods))
    assert where(item("", both), rules) == ["Global > Floods"]
    found = route(candidate(item("An earthquake", both)), rules)
    assert [(one.verdict, one.target, one.note) for one in found.evidence] == [
        ("lost", "Floods", "stronger, but the article is about Quakes"),
        ("won", "Quakes", ""),
    ]
    assert where(item("An earthquake", "Floods, storms, hail, rain and an earthquake."), rules) == ["Global > Floods"]


@pytest.mark.parametrize(
    ("text", "rule", "expected"),
    [
        ("Sudan's army moved.", "Sudan", True),
        ("South Sudan's army moved.", "Sudan", False),
        ("South Sudan's army moved.", "Sudan*", False),
        ("A South Sudanese minister.", "Sudan*", False),
        ("South Sudan's army moved.", '"South Sudan"', True),
        ("New Mexico's governor", "Mexico", False),
        ("North Korea fired a missile", "Korea", True),
        ("The South China Sea", "sea", True),
        ("The South China Sea", "China", False),
        ("Nigeria's president", "Niger", False),
        ("Michael Jordan retired", "Jordan", False),
    ],
)
def test_a_word_within_the_name_of_something_else_is_not_found(text: str, rule: str, expected: bool) -> None:
    rules = router(REGIONS, [TopicTable(name="T", rule=rule, region="Global")], {})
    assert (where(item("", text), rules) == ["Global > T"]) is expected


def test_the_title_and_the_first_passage_may_satisfy_a_rule_together() -> None:
    title = "Russia and Ukraine meet again"
    assert places("Ceasefire proposals lie on the table.", SILENT, title=title) == [TALKS_SECTION, TALKS_SECTION]
    found = route(candidate(item(title, "Ceasefire proposals lie on the table.")), desk())
    (won,) = [one for one in found.evidence if one.verdict == "won"]
    assert won.note == "together with the title"
    assert [match.word for match in won.matches] == ["Russia", "Ukraine", "Ceasefire"]


def test_what_the_title_holds_against_a_rule_does_not_count() -> None:
    rules = router(REGIONS, [TopicTable(name="T", rule="ceasefire AND NOT opinion", region="Global")], {})
    assert where(item("Opinion of the week", "A ceasefire began."), rules) == ["Global > T"]


def test_a_heading_goes_with_what_follows_and_may_complete_its_rule() -> None:
    of = item("Round-up", "The Daesh file", "A coalition met on Monday.", "Weather", SILENT, "The end")
    kinds = ("heading", "paragraph", "heading", "paragraph", "heading")
    of = replace(of, passages=tuple(replace(p, kind=k) for p, k in zip(of.passages, kinds, strict=True)))  # type: ignore[arg-type]
    assert where(of, desk()) == [DAESH_SECTION] * 5


def test_an_item_of_nothing_but_headings_is_placed_all_the_same() -> None:
    of = item("", TALKS_LEAD)
    assert where(replace(of, passages=(replace(of.passages[0], kind="heading"),)), desk()) == [TALKS_SECTION]


def test_a_rule_for_everything_takes_everything() -> None:
    rules = router(REGIONS, [TopicTable(name="All", rule="*", region="Global")], {})
    assert where(item("", SILENT, TALKS_LEAD), rules) == ["Global > All"] * 2


def test_a_wrong_rule_is_refused() -> None:
    with pytest.raises(RuleError):
        router(REGIONS, [TopicTable(name="T", rule="(", region="Global")], {})


def test_words_are_near_within_one_text_only() -> None:
    rules = router(REGIONS, [TopicTable(name="T", rule="Kenya NEAR/5 tea", region="Global")], {})
    assert where(item("", "Kenya's best tea."), rules) == ["Global > T"]
    assert where(item("", "In Kenya, they say, one drinks far too much tea."), rules) == ["Africa > "]
    assert where(item("Kenya", "Dear is the tea."), rules) == ["Africa > "]
    assert where(
        item("", "肯尼亚的茶很好喝"), router(REGIONS, [TopicTable(name="T", rule="肯尼亚 NEAR/2 好喝")], {})
    ) == ["Global > T"]


@pytest.mark.parametrize(("language", "found"), [("tr", True), ("tr-TR", True), ("und", True), ("de", False)])
def test_a_term_of_one_language_is_found_in_its_texts(language: str, found: bool) -> None:
    rules = router(REGIONS, [TopicTable(name="T", rule="tr:Rus OR Atlantis", region="Global")], {})
    assert (where(item("", "Rus heyeti yola kalktı.", language=language), rules) == ["Global > T"]) is found


def test_the_title_alone_makes_no_topic_of_a_passage() -> None:
    rules = router(REGIONS, [TopicTable(name="T", rule="ceasefire OR (tea AND NOT milk)", region="Global")], {})
    found = route(candidate(item("A ceasefire", "Tea with milk was served.")), rules)
    assert [one.verdict for one in found.evidence if one.kind == "topic"] == ["inherited"]


# -- threads: passages without a topic of their own --------------------------------------------------------------


@pytest.mark.parametrize(
    ("second", "expected", "verdict", "says"),
    [
        (TALKS_NEXT, TALKS_SECTION, "carried", "goes with paragraph 1, the rule's group 3 still holds"),
        (SILENT, TALKS_SECTION, "inherited", "goes with paragraph 1 and names no place"),
        ("In Istanbul the hall was booked until Friday.", TALKS_SECTION, "inherited", "goes with paragraph 1"),
        (
            "In Geneva the minister's delegations and their proposals were praised.",
            TALKS_SECTION,
            "inherited",
            "goes with paragraph 1 and names Geneva in passing",
        ),
        (
            "Farmers near Nairobi, the capital of Kenya, hope for rain.",
            "Africa > ",
            "won",
            "names only places that the article was not about",
        ),
    ],
    ids=["a group still holds", "no place", "a known place", "in passing", "elsewhere"],
)
def test_a_passage_stays_or_leaves(second: str, expected: str, verdict: str, says: str) -> None:
    of = item("", TALKS_LEAD + " Delegations brought proposals.", second)
    found = route(candidate(of), desk())
    assert where(of, desk())[1] == expected
    told = [one for one in found.evidence if one.passage == of.passages[1].key and one.verdict != "lost"]
    assert [(one.verdict, one.note) for one in told] == [(verdict, says)]


def test_the_longest_of_a_terms_spellings_counts_once() -> None:
    topic = TopicTable(name="T", rule="Daesh", region="Global")
    rules = router(REGIONS, [topic], {"Daesh": ("Islamic State", "State of Levant", "Islamic State of Levant")})
    found = route(candidate(item("", "The Islamic State of Levant, or Islamic State.")), rules)
    (won,) = [one for one in found.evidence if one.kind == "topic"]
    assert [match.word for match in won.matches] == ["Islamic State of Levant", "Islamic State"]


def test_a_title_carries_the_first_passage() -> None:
    found = route(candidate(item("Russia and Ukraine resume talks", SILENT)), desk())
    assert found.placed[0].title_fits
    assert [(one.verdict, one.note) for one in found.evidence] == [
        ("inherited", "goes with the title and names no place")
    ]


def test_lines_before_the_lead_go_with_the_article() -> None:
    assert places("By our correspondent", TALKS_LEAD) == [TALKS_SECTION] * 2


def test_three_other_places_leave_even_by_a_shared_name() -> None:
    text = "Lindqvist also visited Nairobi, Kenya, and Abuja."
    assert places(TALKS_LEAD + " Lindqvist smiled.", text)[1] == "Africa > "


def test_an_item_of_a_list_leaves_with_one_place() -> None:
    of = item("", TALKS_LEAD + " Lindqvist smiled.", "Lindqvist greeted the team of Kenya.")
    assert where(of, desk())[1] == TALKS_SECTION
    listed = replace(of, passages=tuple(replace(passage, kind="item") for passage in of.passages))
    assert where(listed, desk())[1] == "Africa > "


def test_a_region_is_left_only_for_two_names_of_another() -> None:
    lead = "The French parliament in Paris passed the budget of France."
    assert places(lead, "A court in Kenya ruled on tea.")[1] == "Europe > "
    assert places(lead, "A court in Nairobi, Kenya, ruled on tea.")[1] == "Africa > "


def test_after_a_side_topic_the_article_goes_home() -> None:
    lead = "The French parliament in Paris passed the budget of France."
    side = "An earthquake had delayed the vote."
    assert places(lead, "The vote in Paris was close.", side, SILENT, SILENT + " Again.", "France waits.") == [
        "Europe > ",
        "Europe > ",
        "Global > Earthquakes",
        "Global > Earthquakes",
        "Europe > ",
        "Europe > ",
    ]


def test_a_passage_that_shares_names_with_the_main_section_goes_home_at_once() -> None:
    lead = "Lindqvist and the Turkish parliament in Ankara agreed on the harbour."
    side = "An earthquake had delayed it all."
    assert places(lead, "Ankara rejoiced.", side, "Lindqvist was not amused.")[3] == "Middle East > "


def test_a_country_of_the_side_topic_keeps_a_passage_there() -> None:
    texts = (TALKS_LEAD, DAESH_LEAD, "Baghdad will host it.")
    assert places(*texts, title="Russia and Ukraine resume talks")[2] == DAESH_SECTION


def test_a_topic_of_a_third_of_the_paragraphs_is_the_main_one() -> None:
    texts = ("Nairobi cheered Lindqvist.", "Kenya cheered Lindqvist.", "Sudan's army moved.", "Sudan's navy moved.")
    assert places(*texts, title="Lindqvist's tour")[0] == "Africa > Sudan"
    assert places(*texts[:3], "Nairobi slept.", "Kenya slept.", title="Lindqvist's tour")[0] == "Africa > "


def test_the_whole_of_a_plain_article_stays_together() -> None:
    texts = ("A court in Nairobi ruled.", SILENT, "An appeal may go to Geneva.", "Kenyan lawyers were divided.")
    assert set(places(*texts, title="Court in Kenya rules")) == {"Africa > "}


# -- strangers -----------------------------------------------------------------------------------------------------

OTHER = "Lindqvist won the chess tournament by beating Aronsen in the final."


def test_a_passage_that_shares_nothing_leaves_its_topic() -> None:
    of = item("", TALKS_LEAD, OTHER, "The delegations will meet again.")
    assert where(of, desk()) == [TALKS_SECTION, "", TALKS_SECTION]
    told = [one for one in route(candidate(of), desk()).evidence if one.passage == of.passages[1].key]
    note = "follows it, but shares no name with the rest of the article"
    assert [(one.verdict, one.target, one.note) for one in told] == [("lost", "Russia-Ukraine talks", note)]


@pytest.mark.parametrize(
    ("second", "third"),
    [
        (f"But {OTHER}", SILENT),
        ("Lindqvist won chess.", SILENT),
        (OTHER.replace("Lindqvist", "A man from Istanbul"), SILENT),
        (OTHER, "Lindqvist is a minister."),
        (
            "The delegations had hoped for Lindqvist and his better proposals.",
            "Their proposals and delegations failed.",
        ),
        ("nobody won the chess tournament by beating anybody in the final.", SILENT),
    ],
    ids=["but", "too short", "a name before", "a name behind", "long words", "no name"],
)
def test_a_passage_that_shares_something_stays(second: str, third: str) -> None:
    assert places(TALKS_LEAD, second, third)[1] == TALKS_SECTION


def test_a_lead_is_no_stranger_to_its_title_but_may_be_one_to_what_follows() -> None:
    assert places(OTHER, title="Russia and Ukraine resume talks") == [TALKS_SECTION]
    assert places(OTHER, TALKS_LEAD) == ["", TALKS_SECTION]


def test_a_stranger_with_a_place_goes_there() -> None:
    assert places(TALKS_LEAD, OTHER.replace("the final", "Mombasa, by the sea, on Sunday")) == [
        TALKS_SECTION,
        "Africa > ",
    ]


def test_what_held_in_no_claim_carries_nothing() -> None:
    topic = TopicTable(name="T", rule="Daesh OR (Mosul AND raid)", region="Global")
    rules = router(REGIONS, [topic], {})
    of = item("", "Daesh lost its camp.", "A raid by police in a suburb freed him.")
    assert [one.verdict for one in route(candidate(of), rules).evidence if one.kind == "topic"] == ["won", "inherited"]
