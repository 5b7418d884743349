"""What all tables of feeds.toml share: they are frozen, know their keys, and take the same kinds of values."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from digest.config.languages import canonical_language
from digest.config.values import canonical_country, number

Language = Annotated[str, AfterValidator(canonical_language)]
Weight = Annotated[float, Field(ge=0, le=10), BeforeValidator(number)]
Country = Annotated[str, AfterValidator(canonical_country)]
Share = Annotated[float, Field(ge=0, le=1), BeforeValidator(number)]
Seconds = Annotated[float, Field(ge=0, le=3600), BeforeValidator(number)]
Minutes = Annotated[int, Field(ge=1, le=43_200)]


class Table(BaseModel):
    """A table of feeds.toml: frozen, and an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)
