"""manifest.json: what was made from what."""

from __future__ import annotations

import json
from hashlib import sha256

from digest.models import Rendered
from digest.render.environment import templates_hash
from digest.render.manifest import code_hash, manifest
from tests.builders import issue

PLAN = Rendered("issue.json", "application/json", b"{}\n")
MAIL = Rendered("mail.txt", "text/plain", b"Hello\n")


def test_it_names_each_output_with_its_hash_and_what_it_was_made_from() -> None:
    made = manifest(issue(), [PLAN, MAIL], "templates", "code")
    assert (made.name, made.media_type) == ("manifest.json", "application/json")
    assert json.loads(made.body) == {
        "schema": 1,
        "issue": "weekly/2025-W23",
        "edition": "weekly",
        "number": 23,
        "plan": {"schema": 1, "sha256": sha256(b"{}\n").hexdigest()},
        "program": {"name": "digest 0.1.0", "sha256": "code"},
        "templates": "templates",
        "outputs": [
            {
                "name": "issue.json",
                "media_type": "application/json",
                "bytes": 3,
                "sha256": sha256(b"{}\n").hexdigest(),
            },
            {"name": "mail.txt", "media_type": "text/plain", "bytes": 6, "sha256": sha256(b"Hello\n").hexdigest()},
        ],
    }


def test_the_order_of_the_outputs_and_an_older_manifest_change_nothing() -> None:
    older = manifest(issue(), [], "templates", "code")
    assert manifest(issue(), [MAIL, PLAN, older], "t", "c") == manifest(issue(), [PLAN, MAIL], "t", "c")


def test_without_a_plan_among_the_outputs_its_hash_is_empty() -> None:
    assert json.loads(manifest(issue(), [MAIL], "t", "c").body)["plan"]["sha256"] == ""


def test_the_code_has_one_hash_which_is_the_default() -> None:
    assert len(code_hash()) == 64
    made = json.loads(manifest(issue(), [PLAN], templates_hash()).body)
    assert made["program"]["sha256"] == code_hash()
    assert made["templates"] == templates_hash()
