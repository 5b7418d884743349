"""A desk with five regions and four topics, and short ways to ask where a passage goes."""

from __future__ import annotations

from functools import cache
from typing import Any

from digest.config.schema import RegionTable, TopicTable
from digest.models import Item, Passage, Routed
from digest.route import Router, route, router
from tests.builders import candidate, item

REGIONS = (
    RegionTable(name="Europe", countries=("RU", "UA", "FR", "GB", "DE", "CH", "IT")),
    RegionTable(name="Middle East", countries=("TR", "SY", "IQ", "JO", "LB", "YE", "IL", "PS", "IR")),
    RegionTable(name="Africa", countries=("NE", "NG", "SD", "SS", "KE", "ML"), words=("Sahel",)),
    RegionTable(name="North America", countries=("US", "CA")),
    RegionTable(name="South-East Asia", countries=("PH", "ID", "TH")),
)
TALKS = TopicTable(
    name="Russia-Ukraine talks",
    region="Europe",
    rule="(Russia* OR Moscow OR Putin) AND (Ukrain* OR Kyiv OR Zelenskyy) AND "
    '(talk* OR negotiat* OR ceasefire OR mediat* OR summit OR diplomatic OR "exchange of prisoners")',
)
DAESH = TopicTable(
    name="anti-Daesh coordination", region="Middle East", rule="Daesh AND (coordinat* OR coalition OR intelligence)"
)
SUDAN = TopicTable(name="Sudan", region="Africa", rule="Sudan*")
QUAKES = TopicTable(name="Earthquakes", region="Global", rule="earthquake* OR aftershock*")
TOPICS = (TALKS, DAESH, SUDAN, QUAKES)
ALIASES = {"Daesh": ("ISIS", "Islamic State", "داعش")}

TALKS_LEAD = "Delegations of Russia and Ukraine will hold peace talks in Istanbul, the Turkish minister said."
TALKS_NEXT = "Both sides shared ceasefire proposals, and an exchange of prisoners was agreed."
DAESH_LEAD = "A joint anti-ISIS coordination cell of Iraq, Syria and Jordan began its work."
SILENT = "Nobody expected the evening to end so early, and the hall was soon empty."


def desk(exclude: str = "", topics: tuple[TopicTable, ...] = TOPICS) -> Router:
    """A router with four topics."""
    return _router(exclude, tuple(topic.model_dump_json() for topic in topics))


@cache
def _router(exclude: str, topics: tuple[str, ...]) -> Router:
    return router(REGIONS, [TopicTable.model_validate_json(topic) for topic in topics], ALIASES, exclude)


def places(*texts: str, title: str = "", exclude: str = "", **changes: Any) -> list[str]:
    """Where each passage goes, as "Region > topic"; "" for nowhere."""
    return where(item(title, *texts, **changes), desk(exclude))


def where(of: Item, rules: Router) -> list[str]:
    """Where each passage of an item goes."""
    found = route(candidate(of), rules)
    at = {id(p): f"{part.region} > {part.topic}" for part in found.placed for p in part.passages}
    return [at.get(id(passage), "") for passage in of.passages]


def reasons(found: Routed, passage: Passage) -> list[tuple[str, str]]:
    """(verdict, target) of a passage."""
    return [(one.verdict, one.target) for one in found.evidence if one.passage == passage.key]


TALKS_SECTION = "Europe > Russia-Ukraine talks"
DAESH_SECTION = "Middle East > anti-Daesh coordination"
