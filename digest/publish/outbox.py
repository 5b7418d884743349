"""Mails into a folder, a Maildir or a sendmail program, by the same two steps as to a server.

A file is written under a passing name and synced; its end is the renaming. The name is the delivery's own, so that the
same mail can never be there twice.
"""

from __future__ import annotations

import os
import subprocess
from contextlib import suppress
from pathlib import Path

from digest.errors import EnvironmentFault
from digest.models import Answer, Parcel

_PATIENCE = 300  # seconds that a sendmail program may take for one mail


class FolderCourier:
    """Writes `NAME.eml` into a folder: for another program to send, or for looking at."""

    def __init__(self, folder: Path) -> None:
        """Take the folder; it is made when it is not there."""
        self._folder = folder
        self._passing: Path | None = None
        self._final = folder

    def offer(self, parcel: Parcel) -> Answer | None:
        """See `protocols.Courier`."""
        passing, self._final = self._paths(parcel.name)
        try:
            passing.parent.mkdir(parents=True, exist_ok=True)
            self._final.parent.mkdir(parents=True, exist_ok=True)
            with passing.open("wb") as file:
                file.write(self._head(parcel) + parcel.body)
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            with suppress(OSError):
                passing.unlink()
            raise EnvironmentFault(
                f"{self._folder}: the mail cannot be written ({error.strerror}); make room or allow writing, then run "
                "`digest send` again"
            ) from None
        self._passing = passing
        return None

    def finish(self) -> Answer:
        """See `protocols.Courier`."""
        passing, self._passing = self._passing, None
        if passing is None:
            return Answer("lost", "the mail was withdrawn before its end")
        try:
            passing.replace(self._final)
            handle = os.open(self._final.parent, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
        except OSError as error:
            return Answer("unknown", f"{self._final.name}: {error.strerror}")
        return Answer("sent", f"written as {self._final.name}")

    def withdraw(self) -> None:
        """See `protocols.Courier`."""
        passing, self._passing = self._passing, None
        if passing is not None:
            with suppress(OSError):
                passing.unlink()

    def close(self) -> None:
        """See `protocols.Courier`."""
        self.withdraw()

    def _paths(self, name: str) -> tuple[Path, Path]:
        return self._folder / f".{name}.new", self._folder / f"{name}.eml"

    def _head(self, parcel: Parcel) -> bytes:
        return b""


class MaildirCourier(FolderCourier):
    """Delivers into a Maildir, as a mail server would: each mail says for whom it came."""

    def _paths(self, name: str) -> tuple[Path, Path]:
        (self._folder / "cur").mkdir(parents=True, exist_ok=True)
        return self._folder / "tmp" / name, self._folder / "new" / name

    def _head(self, parcel: Parcel) -> bytes:
        return f"Return-Path: <{parcel.sender}>\r\nDelivered-To: {parcel.address}\r\n".encode()


class SendmailCourier:
    """Gives each mail to a sendmail program.

    Such a program takes the end of its input for the end of the mail, and its input ends when we die: so nothing of a
    mail is given to it before the hand-over is noted.
    """

    def __init__(self, program: str) -> None:
        """Take the program's path."""
        self._program = program
        self._parcel: Parcel | None = None

    def offer(self, parcel: Parcel) -> Answer | None:
        """See `protocols.Courier`."""
        if not os.access(self._program, os.X_OK):
            raise EnvironmentFault(f"{self._program}: there is no such program; correct `outbox` in feeds.toml")
        self._parcel = parcel
        return None

    def finish(self) -> Answer:
        """See `protocols.Courier`."""
        parcel, self._parcel = self._parcel, None
        if parcel is None:
            return Answer("lost", "the mail was withdrawn before its end")
        words = [self._program, "-i", "-f", parcel.sender, "--", parcel.address]
        try:
            done = subprocess.run(  # noqa: S603 the program is the user's own, the address is checked
                words, input=parcel.body.replace(b"\r\n", b"\n"), capture_output=True, timeout=_PATIENCE, check=False
            )
        except subprocess.TimeoutExpired:
            return Answer("unknown", f"{self._program}: no answer in {_PATIENCE} seconds")
        except OSError as error:
            return Answer("lost", f"{self._program}: it cannot be run ({error.strerror})")
        return _judged(done.returncode, " ".join(done.stderr.decode("utf-8", "replace").split())[:200])

    def withdraw(self) -> None:
        """See `protocols.Courier`."""
        self._parcel = None

    def close(self) -> None:
        """See `protocols.Courier`."""
        self._parcel = None


def _judged(code: int, words: str) -> Answer:
    """What a program's end means, by sysexits.h: 75 asks to try again, 67 and 68 know no such user or host."""
    said = f"sendmail: exit {code} {words}".strip()
    if code == 0:
        return Answer("sent", "taken by sendmail")
    if code < 0:
        return Answer("unknown", f"sendmail was ended by signal {-code}")
    if code == os.EX_TEMPFAIL:
        return Answer("later", said)
    return Answer("never", said, of_letter=code not in {os.EX_NOUSER, os.EX_NOHOST})
