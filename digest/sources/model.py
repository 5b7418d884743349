"""A language model behind an endpoint that speaks OpenAI's chat completions, on this machine or elsewhere.

It is asked one thing at a time, with the same deadline, size limits and guard as any server; its address is the
editor's own, so that a machine in the local network may be asked without `allow_hosts`. It never sees more than what
is going to be printed. A reply that is late, broken or too dear is a Failure: then the sources' own sentences stand.
"""

from __future__ import annotations

import json
import time
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any, Final

import httpcore2
import httpx2

from digest.errors import SourceTrouble
from digest.models import Ask, Draft, Failure
from digest.sources.addresses import allowed
from digest.sources.door import Flood
from digest.sources.lines import Line, Lines
from digest.sources.names import Unreached, look_up

_BODY: Final = 1_000_000  # bytes of one reply
_BUSY: Final = frozenset({408, 425, 429, 500, 502, 503, 504})
_LONGEST_WAIT: Final = 30.0  # seconds, whatever Retry-After says
_TOKEN: Final = 3  # characters, where the server does not count: rather too few
_ROOM: Final = 4  # tokens allowed for each word that is wanted: Cyrillic and Arabic words take three
_SENTENCE: Final = 20  # words


@dataclass(frozen=True, slots=True)
class Terms:
    """What is asked of the endpoint, and what it may cost: seconds for one reply, tries, tokens in one run."""

    url: str  # its base, e.g. "http://localhost:11434/v1"
    model: str
    key: str = ""
    timeout: float = 60.0
    tries: int = 3
    most_tokens: int = 100_000


@dataclass(slots=True)
class ChatWriter:
    """The endpoint as a Writer. `pause` sleeps between tries."""

    terms: Terms
    lines: Lines
    pause: Any = time.sleep
    spent: int = field(default=0, init=False)  # tokens

    @property
    def name(self) -> str:
        """The model's name, as print and the memory of drafts have it."""
        return self.terms.model

    def write(self, asks: Sequence[Ask]) -> Iterator[Draft | Failure]:
        """Yield an outcome per ask, in order. After one that no server answered, the rest is not asked."""
        dead: Failure | None = None
        with self.lines.lease(httpx2.URL(self.terms.url).host):
            for ask in asks:
                if dead is not None:
                    yield dead
                    continue
                try:
                    yield self._one(ask)
                except Unreached as trouble:
                    dead = self._failure(trouble.what, trouble.advice)
                    yield dead
                except SourceTrouble as trouble:
                    yield self._failure(trouble.what, trouble.advice)

    def _one(self, ask: Ask) -> Draft:
        body = self._body(ask)
        guess = len(body) // _TOKEN + ask.words * _ROOM
        if self.spent + guess > self.terms.most_tokens:
            what = f"the limit of {self.terms.most_tokens} tokens a run is reached"
            raise SourceTrouble(what, "Raise `most_tokens` in [model], or ask for less.")
        draft = _read(self._reply(body), guess)
        self.spent += draft.tokens
        return draft

    def _reply(self, body: bytes) -> bytes:
        """The body of a good answer; tries again what may pass. Raises SourceTrouble."""
        for number in range(1, self.terms.tries + 1):
            status, headers, said = self._ask(body)
            if status == 200:
                return said
            if status not in _BUSY or number == self.terms.tries:
                break
            self.pause(_wait(headers, number))
        raise SourceTrouble(_complaint(status, said), _ADVICE.get(status, "Check [model] in feeds.toml."))

    def _ask(self, body: bytes) -> tuple[int, Mapping[bytes, bytes], bytes]:
        url = httpx2.URL(self.terms.url.rstrip("/") + "/chat/completions")
        headers = [("Host", url.netloc.decode()), ("Content-Type", "application/json"), ("Accept", "application/json")]
        if self.terms.key:
            headers.append(("Authorization", f"Bearer {self.terms.key}"))
        with self.lines.turn(url.scheme, url.host) as line:
            line.door.until = time.monotonic() + self.terms.timeout
            line.door.budget = _BODY
            try:
                return self._sent(line, str(url), headers, body)
            except (httpcore2.TimeoutException, Flood) as trouble:
                raise self._too_much(late=isinstance(trouble, httpcore2.TimeoutException)) from None
            except (httpcore2.NetworkError, httpcore2.ProtocolError):
                what = "the model's server broke the connection off"
                raise SourceTrouble(what, "The next run tries again.") from None

    def _too_much(self, *, late: bool) -> SourceTrouble:
        if late:
            advice = "Raise `timeout` in [model], or take a smaller model."
            return SourceTrouble(f"the model's server gave no answer within {self.terms.timeout:.0f} s", advice)
        return SourceTrouble(f"the model's server sent more than {_BODY:,} bytes", "Check `url` in [model].")

    @staticmethod
    def _sent(
        line: Line, url: str, headers: Sequence[tuple[str, str]], body: bytes
    ) -> tuple[int, Mapping[bytes, bytes], bytes]:
        length = ("Content-Length", str(len(body)))
        with line.pool.stream("POST", url, headers=[*headers, length], content=body) as answer:
            said = b"".join(answer.iter_stream())
        return answer.status, {name.lower(): value for name, value in answer.headers}, said

    def _body(self, ask: Ask) -> bytes:
        words = _prompts()
        told = "\n".join(f"[{number}] {one.text}" for number, one in enumerate(ask.told, 1))
        question = words[ask.task].format(
            language=_name(ask.language),
            from_language=_name(ask.from_language),
            words=ask.words,
            sentences=max(1, ask.words // _SENTENCE),
            title=ask.headline,
            told=told,
        )
        messages = [{"role": "system", "content": words["system"]}, {"role": "user", "content": question}]
        asked = {"model": self.terms.model, "messages": messages, "temperature": 0, "seed": 1, "stream": False}
        return json.dumps({**asked, "max_tokens": ask.words * _ROOM}, ensure_ascii=False).encode()

    def _failure(self, what: str, advice: str) -> Failure:
        return Failure(self.terms.model, self.terms.url, "fetch", what, advice)


def lines_to(url: str, allow_hosts: Sequence[str], proxies: Mapping[str, str]) -> Lines:
    """The way to the endpoint alone: its own host may be reached wherever it is."""
    place = httpx2.URL(url)
    permitted = allowed((*allow_hosts, f"{place.host}:{place.port or (443 if place.scheme == 'https' else 80)}"))
    return Lines(permitted, proxies, look_up, httpx2.create_ssl_context)


_ADVICE: Final = {
    401: "Check `key` in [model].",
    403: "Check `key` in [model].",
    404: "Check `url` and `name` in [model]: the address ends before /chat/completions.",
    429: "The server limits how much is asked of it: ask for less, or later.",
}


def _read(said: bytes, guess: int) -> Draft:
    """The text of an answer. Raises SourceTrouble for one that is none."""
    try:
        answer = json.loads(said)
        text = answer["choices"][0]["message"]["content"]
        counted = (answer.get("usage") or {}).get("total_tokens")
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError):
        raise SourceTrouble("the model's server answered with something else than a chat completion") from None
    if not isinstance(text, str) or not text.strip():
        raise SourceTrouble("the model wrote nothing")
    return Draft(text, counted if isinstance(counted, int) and counted > 0 else guess)


def _complaint(status: int, said: bytes) -> str:
    """What the server says is wrong: its own words where it gives any."""
    try:
        error = json.loads(said)["error"]
        words = error["message"] if isinstance(error, dict) else error
    except (ValueError, KeyError, TypeError, RecursionError):
        words = ""
    plain = " ".join(str(words).split())[:200]
    return f"the model's server answered {status}" + (f": {plain}" if plain else "")


def _wait(headers: Mapping[bytes, bytes], number: int) -> float:
    """Seconds before the next try: what the server asks for, or 1, 2, 4 ..."""
    try:
        asked = float(headers.get(b"retry-after", b"").decode("ascii"))
    except ValueError:
        asked = 2.0 ** (number - 1)
    return min(max(asked, 0.0), _LONGEST_WAIT)


def _name(language: str) -> str:
    """A language as a model knows it: "Turkish" for "tr"."""
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(language, sep="-").get_display_name("en") or language
    except (UnknownLocaleError, ValueError):
        return language


def _prompts() -> dict[str, str]:
    return tomllib.loads(files("digest").joinpath("data", "prompts.toml").read_text("utf-8"))
