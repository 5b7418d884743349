"""Whether a sentence can be read without the one before it."""

from __future__ import annotations

import re

# Pronouns and connectives that lean on what came before, by language.
_LEANING = {
    "en": "he she it they his her its their this that these those such there but and so or however moreover meanwhile "
    "also then thus therefore instead nevertheless nonetheless still yet both another earlier later afterwards",
    "fr": "il elle ils elles ce cela ceci cette ces mais et or donc ainsi puis ensuite cependant toutefois pourtant",
    "de": "er sie es dies diese dieser dieses das aber und doch jedoch dann danach dabei damit deshalb daher zudem",
    "es": "él ella ellos ellas esto este esta estos estas eso pero y además sin embargo entonces luego también",
    "ru": "он она оно они его её ее их это эти этот эта но и а однако также при затем потом поэтому кроме",
    "uk": "він вона воно вони його її їх це ці цей ця але і й а однак також потім тому крім",
    "tr": "o onlar bu bunlar şu ancak ama ve fakat ayrıca sonra böylece bunun onun",
    "ar": "هو هي هم هذا هذه ذلك تلك وهو وهي لكن ولكن كما وقد ثم أيضا وأضاف وتابع",
    "fa": "او آنها وی این آن اما ولی همچنین سپس",
    "ur": "وہ یہ ان اس لیکن مگر اور تاہم",
}
_WORDS = {language: frozenset(words.split()) for language, words in _LEANING.items()}
_FIRST = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?", re.UNICODE)
_ENDS = re.compile(r"[.!?…。！？؟۔।][\"'”’»)\]]*$")
_OPENERS = "\"'“”‘’«»„"


def stands_alone(sentence: str, language: str) -> bool:
    """True for a whole sentence that starts with neither a pronoun, a connective, a quotation nor a lower-case word."""
    text = sentence.strip()
    return _ENDS.search(text) is not None and not leans(text, language)


def leans(text: str, language: str) -> bool:
    """Whether a text starts with a pronoun, a connective, a quotation, a small letter, or no word at all."""
    first = _FIRST.match(text)
    if first is None or text[0] in _OPENERS or text[0].islower():
        return True
    return first.group().casefold() in _WORDS.get(language.split("-")[0], _WORDS["en"])
