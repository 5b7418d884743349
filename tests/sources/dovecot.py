"""A real Dovecot on loopback, with one user and a certificate of its own, for as long as a block lasts."""

from __future__ import annotations

import grp
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

from tests.sources.site import CERTIFICATE

PROGRAM = shutil.which("dovecot") or "/usr/sbin/dovecot"
USER, PASSWORD = "reader@example.org", "pass word&/@1"

_CONFIGURATION = """
base_dir = {base}/run
log_path = {base}/log
protocols = imap
listen = 127.0.0.1
ssl = yes
ssl_cert = <{certificate}
ssl_key = <{certificate}
disable_plaintext_auth = yes
auth_mechanisms = plain login
auth_failure_delay = 0
default_internal_user = {owner}
default_internal_group = {group}
default_login_user = {owner}
first_valid_uid = 1
first_valid_gid = 0
mail_location = maildir:{base}/home/Maildir
mail_home = {base}/home
passdb {{
  driver = passwd-file
  args = scheme=PLAIN username_format=%u {base}/users
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={base}/home
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {plain}
  }}
  inet_listener imaps {{
    port = {secure}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
namespace inbox {{
  inbox = yes
}}
"""


@dataclass(frozen=True, slots=True)
class Dovecot:
    """A running server: its ports, and the folder that holds its mails."""

    plain: int
    secure: int
    base: Path

    @property
    def maildir(self) -> Path:
        """The user's INBOX as it lies on disk; a folder in it is called ".News"."""
        return self.base / "home/Maildir"

    def post(self, mail: bytes, name: str, folder: str = "") -> None:
        """Put a mail into a folder, as a delivery would."""
        where = self.maildir / folder
        for part in ("cur", "new", "tmp"):
            (where / part).mkdir(parents=True, exist_ok=True)
        (where / "new" / name).write_bytes(mail)
        self._give_away()

    def empty(self) -> None:
        """Remove all mails and folders."""
        shutil.rmtree(self.maildir, ignore_errors=True)
        self.maildir.mkdir()
        self._give_away()

    def number_anew(self, validity: int, folder: str = "INBOX") -> None:
        """Give a folder another UIDVALIDITY, as after a restored backup."""
        self.admin("mailbox", "update", "--uid-validity", str(validity), folder)

    def admin(self, *words: str) -> str:
        """Run doveadm for the user."""
        first, second, *rest = words
        command = ["doveadm", "-c", str(self.base / "conf"), first, second, "-u", USER, *rest]
        return subprocess.run(command, capture_output=True, text=True, check=True, timeout=20).stdout

    def _give_away(self) -> None:
        """Mails belong to the user that the server reads them as."""
        uid, gid = _owner()
        for path in [self.maildir, *self.maildir.rglob("*")]:
            with suppress(FileNotFoundError):
                os.chown(path, uid, gid)


def mail(number: int, subject: str = "", **headers: str) -> bytes:
    """A small newsletter: `number` is in its Message-ID, date, subject and text."""
    message = EmailMessage()
    message["From"] = "The Weekly Wire <wire@example.com>"
    message["To"] = USER
    message["Subject"] = subject or f"Report {number} from the river"
    message["Date"] = f"Mon, {number % 28 + 1:02d} Jun 2026 08:00:00 +0000"
    message["Message-ID"] = f"<{number}@wire.example.com>"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(f"The river rose by {number} centimetres in the night, the water board said on Monday.\n")
    return message.as_bytes()


@contextmanager
def running() -> Iterator[Dovecot]:
    """Start a server; stop it at the end."""
    base = Path(tempfile.mkdtemp(prefix="digest-dovecot-"))  # pytest's own folders are closed to other users
    base.chmod(0o755)
    uid, gid = _owner()
    names = {"owner": pwd.getpwuid(uid).pw_name, "group": grp.getgrgid(gid).gr_name, "uid": uid, "gid": gid}
    server = Dovecot(_free_port(), _free_port(), base)
    certificate = shutil.copy(CERTIFICATE, base / "certificate.pem")
    words = {**names, "base": base, "certificate": certificate, "plain": server.plain, "secure": server.secure}
    (base / "conf").write_text(_CONFIGURATION.format(**words), encoding="utf-8")
    (base / "users").write_text(f"{USER}:{{PLAIN}}{PASSWORD}::::::\n", encoding="utf-8")
    (base / "run").mkdir()
    server.maildir.mkdir(parents=True)
    for path in (base / "home", server.maildir):
        os.chown(path, uid, gid)
    process = subprocess.Popen([PROGRAM, "-F", "-c", str(base / "conf")], stderr=subprocess.PIPE)
    try:
        _wait(process, server)
        yield server
    finally:
        process.terminate()
        process.communicate(timeout=20)
        shutil.rmtree(base, ignore_errors=True)


def _owner() -> tuple[int, int]:
    """The user that mails belong to: ourselves; as root, whom Dovecot refuses to read mails as, nobody."""
    if os.getuid():
        return os.getuid(), os.getgid()
    nobody = pwd.getpwnam("nobody")
    return nobody.pw_uid, nobody.pw_gid


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _wait(process: subprocess.Popen[bytes], server: Dovecot) -> None:
    for _ in range(200):
        if process.poll() is not None:
            raise RuntimeError(f"Dovecot did not start: {process.stderr.read().decode() if process.stderr else ''}")
        with suppress(OSError), socket.create_connection(("127.0.0.1", server.secure), timeout=1):
            return
        time.sleep(0.05)
    raise RuntimeError("Dovecot does not listen")
