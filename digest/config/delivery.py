"""The table [delivery] of feeds.toml."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from digest.config.addresses import canonical_url
from digest.config.tables import Table
from digest.config.values import number


class DeliveryTable(Table):
    """Who sends, by which server and how fast, and where readers find the web pages."""

    preferences: str = Field(
        "",
        description="An https page where readers choose what they get, for the foot of mails; a sender puts each "
        "reader's own in its place.",
        examples=["https://news.example.org/preferences"],
    )
    public_url: Annotated[str, AfterValidator(canonical_url)] = Field(
        "",
        description="The https address under which `out` is published.",
        examples=["https://news.example.org/brief"],
    )
    list_id: str = Field("", description="The mailing list's List-Id.", examples=["weekly.example.org"])
    sender: str = Field(
        "",
        validation_alias="from",
        serialization_alias="from",
        description='"Name <address>" of the sender.',
        examples=["The Weekly Brief <weekly@example.org>"],
    )
    contact: str = Field(
        "",
        description="An address or URL for readers, and for the servers that we fetch from.",
        examples=["editor@example.org"],
    )
    smtp: str = Field(
        "",
        description="The server that takes the mails: `smtps://${USER}:${PASSWORD}@host`, or `smtp://` for STARTTLS, "
        "which must be there; on this machine `smtp://localhost` is plain.",
        examples=["smtps://${SMTP_USER}:${SMTP_PASSWORD}@smtp.example.org"],
    )
    outbox: str = Field(
        "",
        description="Instead of `smtp`: `folder:PATH` for .eml files, `maildir:PATH`, `sendmail:/usr/sbin/sendmail`.",
        examples=["maildir:/home/reader/Maildir"],
    )
    bounces: str = Field(
        "",
        description="The address that servers return mails to, marked for each reader: bounces+MARK@...; default: the "
        "sender's own, unmarked.",
        examples=["bounces@example.org"],
    )
    connections: Annotated[int, Field(ge=1, le=20)] = Field(
        1, description="Connections to the server at a time.", examples=[4]
    )
    rate: Annotated[float, Field(ge=0), BeforeValidator(number)] = Field(
        0.0, description="Mails a second at most, over all connections; 0 for no limit.", examples=[10]
    )
    domain_rate: Annotated[float, Field(ge=0), BeforeValidator(number)] = Field(
        0.0, description="Mails a second at most to the readers of one domain; 0 for no limit.", examples=[2]
    )
    dkim: str = Field(
        "",
        description="The selector of our own DKIM signature, at the sender's domain; needs `dkim_key`.",
        examples=["digest2026"],
    )
    dkim_key: str = Field(
        "", description="The file of its private key (PEM), relative to feeds.toml.", examples=["dkim.pem"]
    )
