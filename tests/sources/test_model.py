"""A language model's endpoint, played by a scripted server that speaks the published API."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest

from digest.models import Ask, Draft, Failure, Shown
from digest.sources.model import ChatWriter, Terms, lines_to
from tests.sources.site import closed_port, mute_port

Answer = tuple[int, dict[str, str], bytes]
ASK = Ask("p1", "summary", "tr", "tr", "Başlık", (Shown("Bir cümle.", "one", "shot", ((0, 10),), 1, 0),), 40)


def reply(text: object = "Bir özet.", tokens: int = 120) -> Answer:
    """A completion, as the API documents it."""
    body = {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "model": "small",
        "choices": [{"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 100, "completion_tokens": tokens - 100, "total_tokens": tokens},
    }
    return 200, {}, json.dumps(body).encode()


def error(status: int, message: str = "", **headers: str) -> Answer:
    """An error, as the API documents it."""
    said = {"error": {"message": message, "type": "invalid_request_error", "code": None}}
    return status, headers, json.dumps(said).encode() if message else b"<html>oops</html>"


class Script:
    """What the server answers, one after the other, the last for ever; and what it was sent."""

    def __init__(self, answers: Sequence[Answer]) -> None:
        self.answers = list(answers)
        self.asked: list[tuple[str, dict[str, str], dict[str, Any]]] = []

    def next(self) -> Answer:
        """The next answer."""
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


@contextmanager
def serving(*answers: Answer) -> Iterator[tuple[str, Script]]:
    """A server on loopback; its base address and script."""
    script = Script(answers)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            script.asked.append((self.path, dict(self.headers), json.loads(body)))
            status, headers, said = script.next()
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name.replace("_", "-"), value)
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the library's name)
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/v1", script
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def writer(url: str, waits: list[float] | None = None, **changes: Any) -> ChatWriter:
    """A writer that notes its waits instead of waiting."""
    note: Callable[[float], None] = (waits if waits is not None else []).append
    return ChatWriter(Terms(url, "small", **changes), lines_to(url, (), {}), note)


def test_it_asks_as_the_api_says() -> None:
    with serving(reply("Bir özet.", 133)) as (url, script):
        asked = writer(url, key="secret")
        assert list(asked.write([ASK])) == [Draft("Bir özet.", 133)]
    path, headers, body = script.asked[0]
    assert path == "/v1/chat/completions"
    assert headers["Authorization"] == "Bearer secret"
    assert body["model"] == "small"
    assert body["temperature"] == 0
    assert [one["role"] for one in body["messages"]] == ["system", "user"]
    assert "Turkish" in body["messages"][1]["content"]
    assert "[1] Bir cümle." in body["messages"][1]["content"]
    assert asked.spent == 133


def test_a_busy_server_is_asked_again_after_what_it_says() -> None:
    waits: list[float] = []
    with serving(error(429, "slow down", Retry_After="7"), error(503), reply()) as (url, script):
        (outcome,) = writer(url, waits).write([ASK])
    assert isinstance(outcome, Draft)
    assert waits == [7.0, 2.0]
    assert len(script.asked) == 3


@pytest.mark.parametrize(
    ("answer", "words", "times"),
    [
        (error(401, "Incorrect API key provided"), "401: Incorrect API key provided", 1),
        (error(404, "no such model"), "404: no such model", 1),
        (error(500), "answered 500", 3),
        ((200, {}, b"[]"), "something else than a chat completion", 1),
        ((200, {}, b"\xff\xfe"), "something else than a chat completion", 1),
        ((200, {}, b'{"choices": []}'), "something else than a chat completion", 1),
        ((200, {}, b"[" * 100_000), "something else than a chat completion", 1),
        (reply("  "), "wrote nothing", 1),
        (reply(None), "wrote nothing", 1),
        (reply("x" * 1_200_000), "sent more than", 1),
        ((302, {"Location": "http://127.0.0.1/"}, b""), "answered 302", 1),
    ],
)
def test_a_bad_answer_is_a_failure(answer: Answer, words: str, times: int) -> None:
    with serving(answer) as (url, script):
        (outcome,) = writer(url).write([ASK])
    assert isinstance(outcome, Failure)
    assert words in outcome.what
    assert len(script.asked) == times


def test_a_silent_server_is_left_after_the_timeout() -> None:
    with mute_port() as port:
        (outcome,) = writer(f"http://127.0.0.1:{port}/v1", timeout=0.2).write([ASK])
    assert isinstance(outcome, Failure)
    assert "no answer within" in outcome.what


def test_a_server_that_is_not_there_is_tried_once() -> None:
    with closed_port() as port:
        outcomes = list(writer(f"http://127.0.0.1:{port}/v1").write([ASK, ASK, ASK]))
    assert all(isinstance(one, Failure) and "refuses connections" in one.what for one in outcomes)
    assert len(outcomes) == 3


def test_the_limit_of_tokens_ends_the_asking() -> None:
    with serving(reply(tokens=900)) as (url, script):
        outcomes = list(writer(url, most_tokens=1_900).write([ASK, ASK, ASK]))
    assert [type(one).__name__ for one in outcomes] == ["Draft", "Draft", "Failure"]
    assert "limit of 1900 tokens" in getattr(outcomes[2], "what", "")
    assert len(script.asked) == 2


def test_no_other_local_host_becomes_reachable() -> None:
    lines = lines_to("http://127.0.0.1:11434/v1", (), {})
    from ipaddress import ip_address

    assert lines.allowed.permits("127.0.0.1", 11434, ip_address("127.0.0.1"))
    assert not lines.allowed.permits("10.0.0.7", 80, ip_address("10.0.0.7"))
