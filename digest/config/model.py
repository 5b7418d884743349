"""The table [model] of feeds.toml."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from digest.config.addresses import canonical_url
from digest.config.tables import Table
from digest.config.values import number


class ModelTable(Table):
    """A language model that may write summaries: off until an edition asks for it.

    Every sentence of it is held against the sources, and thrown away where they do not say it.
    """

    url: Annotated[str, AfterValidator(canonical_url)] = Field(
        "",
        description="Base address of an endpoint that speaks OpenAI's chat completions, on this machine or elsewhere.",
        examples=["http://localhost:11434/v1"],
    )
    name: str = Field("", description="The model's name there.", examples=["qwen3:8b"])
    key: str = Field("", description="The endpoint's key, from the environment.", examples=["${MODEL_KEY}"])
    words: Annotated[int, Field(ge=15, le=300)] = Field(60, description="Words of one summary at most.", examples=[60])
    timeout: Annotated[float, Field(ge=1, le=600), BeforeValidator(number)] = Field(
        60.0, description="Seconds that one answer may take.", examples=[60]
    )
    tries: Annotated[int, Field(ge=1, le=5)] = Field(3, description="Times that a busy server is asked.", examples=[3])
    most_tokens: Annotated[int, Field(ge=1000)] = Field(
        100_000,
        description="Tokens that one run may cost, question and answer; then no more is asked.",
        examples=[100000],
    )
