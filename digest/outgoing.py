"""Configuration -> the real parts of sending; like `wiring`, it names concrete classes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from digest.config.addresses import mailbox
from digest.config.relays import outbox, relay
from digest.delivery.envelope import envelope_sender, message_id
from digest.errors import ConfigError, EnvironmentFault
from digest.models import Delivery, Parcel, ReaderList, Recipient

if TYPE_CHECKING:
    from digest.config import Config, EditionTable
    from digest.pipeline.sending import Office
    from digest.protocols import Courier
    from digest.render.addressed import Letter
    from digest.store import Ledger
    from digest.store.records import StoredIssue

MAIL = "mail.eml"


def readers(edition: EditionTable, base: Path) -> ReaderList:
    """The edition's list of readers. Raises ConfigError when it has none, or it cannot be read."""
    from digest.delivery.readers import read_readers

    if not edition.recipients:
        raise ConfigError(
            f'{edition.name}: the edition has no readers; write recipients = "readers.csv" in [[editions]]'
        )
    path = base / edition.recipients
    try:
        return read_readers(path.read_text(encoding="utf-8-sig"), path.name)
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: cannot be read as UTF-8 text: {error}") from None


def office(
    config: Config,
    edition: EditionTable,
    base: Path,
    issue: str,
    ledger: Ledger,
    now: Callable[[], datetime],
    stop: Event,
) -> Office:
    """What sending an issue works with. Raises ConfigError when something is missing for it."""
    from digest.delivery.pacing import Pacing
    from digest.pipeline.sending import Office
    from digest.publish.process import surely_gone, this_process

    told = config.delivery
    return Office(
        ledger=ledger,
        owner=this_process(),
        gone=surely_gone,
        couriers=couriers(config, edition, base, stop),
        write=writer(config, edition, base, issue),
        now=now,
        pacing=Pacing(told.rate, told.domain_rate),
        connections=told.connections,
        stop=stop,
    )


def couriers(config: Config, edition: EditionTable, base: Path, stop: Event) -> Callable[[], Courier]:
    """What opens a way out, as [delivery] names it."""
    from digest.publish.outbox import FolderCourier, MaildirCourier, SendmailCourier
    from digest.publish.smtp import SmtpCourier

    told = config.delivery
    if told.smtp:
        there, hello = relay(told.smtp), sender(edition).rpartition("@")[2]
        return lambda: SmtpCourier(there, hello, stop.wait)
    if not told.outbox:
        raise ConfigError('delivery: there is no way out; write smtp = "smtps://..." or outbox = "folder:..."')
    kind, path = outbox(told.outbox)
    if kind == "sendmail":
        return lambda: SendmailCourier(str(base / path))
    return lambda: (MaildirCourier if kind == "maildir" else FolderCourier)(base / path)


def writer(config: Config, edition: EditionTable, base: Path, issue: str) -> Callable[[Delivery], Parcel]:
    """What makes the mail of one delivery from the issue's mail.eml."""
    from digest.render.addressed import personalised, values_for

    template = _template(base / config.digest.out / issue)
    own, bounces = sender(edition), mailbox(config.delivery.bounces)[1] if config.delivery.bounces else ""
    sign = _signature(config, edition, base)

    def write(one: Delivery) -> Parcel:
        body = personalised(template, values_for(one.recipient, message_id(one.ticket, own)))
        envelope = envelope_sender(one.ticket, bounces, own)
        return Parcel(envelope, one.recipient.address, sign(body), one.ticket)

    return write


def proof(config: Config, edition: EditionTable, base: Path, issue: str, reader: Recipient, mark: str) -> Parcel:
    """A copy for somebody who looks at it before the readers: its subject says so, the ledger knows nothing of it.

    `mark` tells it from other proofs.
    """
    from digest.render.addressed import personalised, proof_subject, values_for

    template, own = _template(base / config.digest.out / issue), sender(edition)
    values = values_for(reader, f"<proof.{mark}@{own.rpartition('@')[2]}>")
    body = personalised(template, {**values, "Subject": proof_subject(template)})
    return Parcel(own, reader.address, _signature(config, edition, base)(body), f"proof.{mark}")


def sender(edition: EditionTable) -> str:
    """The address that the edition is sent from; ConfigError when there is none."""
    if not edition.sender:
        raise ConfigError('delivery: there is no sender; write from = "Name <name@example.org>"')
    from digest.render.head import ascii_address

    return ascii_address(mailbox(edition.sender)[1])


def check_installation(base: Path, ledger: Ledger, now: datetime, random: bytes, *, adopt: bool) -> int:
    """Refuse to send from a copy of the database, or of its folder; with `adopt` take it over.

    Gives how many open deliveries are unknown from now on. Counts one more run, in the database first: a death between
    the two is told from a restored backup, whose number is lower than the file's.
    """
    from digest.publish.installation import alone

    with alone(base):
        return _check_installation(base, ledger, now, random, adopt=adopt)


def _check_installation(base: Path, ledger: Ledger, now: datetime, random: bytes, *, adopt: bool) -> int:
    from digest.publish.installation import Installation, new_id, place, read_installation, write_installation

    (known, runs), said, here = ledger.instance(), read_installation(base), place(base)
    doubt = 0
    trouble = _copied(known, runs, said, here)
    if trouble and not adopt:
        raise EnvironmentFault(
            f"{trouble}; nothing was sent. If nothing else sends these issues, run `digest send --adopt` once: "
            "what was not finished is held as unknown then"
        )
    if trouble or not known:
        known = new_id(random)
        doubt = ledger.take_over(known, 0, now, doubt=bool(trouble))
    write_installation(base, Installation(known, ledger.count_run(), here))
    return doubt


def _copied(known: str, runs: int, said: object, here: str) -> str:
    """Why this is a copy; "" when it is not."""
    from digest.publish.installation import NAME, Installation

    if not isinstance(said, Installation):
        return f"the database has sent before, and {NAME} is not beside feeds.toml: is it a copy?" if known else ""
    if said.id != known:
        return f"the database is not the one that was sent from here before ({NAME})"
    if runs < said.runs:
        return "the database is older than its last sending: a restored backup"
    if said.place != here:
        return "the folder was copied or moved here from another place"
    return ""


def _template(folder: Path) -> Letter:
    from digest.render.addressed import letter

    try:
        return letter((folder / MAIL).read_bytes())
    except OSError:
        raise ConfigError(
            f'{folder / MAIL}: there is no such file; the edition needs the output "mail", and the issue to be built '
            "(`digest rebuild`)"
        ) from None


def _signature(config: Config, edition: EditionTable, base: Path) -> Callable[[bytes], bytes]:
    if not config.delivery.dkim:
        return lambda mail: mail
    from digest.publish.dkim import signer

    return signer(base / config.delivery.dkim_key, config.delivery.dkim, sender(edition).rpartition("@")[2])


def due_issues(issues: Sequence[StoredIssue], open_ones: Sequence[str], now: datetime, grace: float) -> list[str]:
    """Of an edition's issues those to be sent without being named, the earliest slot first.

    What was begun is finished; of the others only the last closed one, and only within `grace` hours: old news is sent
    when somebody asks for it.
    """
    closed = [one for one in issues if one.state == "closed"]
    fresh = {one.id for one in closed[-1:] if one.closed_at and (now - one.closed_at).total_seconds() < grace * 3600}
    return [one.id for one in closed if one.id in fresh or one.id in open_ones]
