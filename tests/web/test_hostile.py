"""Whatever is sent to an address: never a fault of ours, nothing of it comes back as HTML, no way to
another site; and every answer carries the headers that keep foreign code and caches out.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from werkzeug.routing import Rule

from aidtrack.rights import Role
from aidtrack.web import access
from tests.web.samples import SAMPLES
from tests.web.test_matrix import address, right_of, rules
from tests.web.two_wards import World
from tests.web.untouched import put_back

SCRIPT = "<script>alert('x')</script>\"'><img src=x onerror=y>"
HOSTILE = (
    SCRIPT,
    "' OR 1=1 --",
    "9" * 30,
    "-1",
    "ữ\u0300\u202e\ufffe😀" * 40,
    "x" * 5000,
    "\0",
    "{x} %(y)s %s {{7*7}} ${z}",
    "../../etc/passwd",
    "2021:99999",
    "=cmd|'/c calc'!A0",
    "",
)
"""What no page expects."""
WORST = (HOSTILE[0], HOSTILE[2], HOSTILE[3], HOSTILE[4], HOSTILE[6])
"""Those that are tried on every parameter of every page."""
WEB = Path(access.__file__).parent


@cache
def parameters() -> list[str]:
    """Every name that a view asks the address for, and every field of a form that is asked with GET."""
    found: set[str] = {"q", "ward", "state", "category", "first", "last", "code", "failed", "in_part"}
    for path in WEB.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("request.args.get"):
                found |= {arg.value for arg in node.args[:1] if isinstance(arg, ast.Constant)}
    return sorted(found)


def hostile_paths(rule: Rule) -> Iterator[str]:
    """The address with something hostile in place of each parameter."""
    for name in sorted(rule.arguments):
        for value in (*WORST, HOSTILE[1], HOSTILE[8]):
            filled = re.sub(rf"<(?:\w+:)?{name}>", quote(value, safe=""), rule.rule)
            yield re.sub(r"<int:\w+>", "1", re.sub(r"<\w+>", "x", filled))


def faults(url: str, answer: Any) -> list[tuple[str, str]]:
    """What is wrong with an answer, whoever asked for whatever."""
    found = []
    if answer.status_code >= 500:
        found.append(f"answered {answer.status_code}")
    text = answer.get_data(as_text=True) if answer.mimetype == "text/html" else ""
    if "<script>alert" in text or "<img src=x" in text:
        found.append("the hostile words came back as HTML")
    if not re.match(r"/(?![/\\])", answer.headers.get("Location", "/")):
        found.append(f"leads to {answer.headers['Location']}")
    return [(url[:120], one) for one in (*found, *missing_headers(answer))]


def missing_headers(answer: Any) -> list[str]:
    """The headers that every answer must carry, as far as they are missing."""
    policy = answer.headers.get("Content-Security-Policy", "")
    kept = {
        "no foreign or inline code": "default-src 'self'" in policy and "unsafe" not in policy,
        "no frames": "frame-ancestors 'none'" in policy and answer.headers.get("X-Frame-Options") == "DENY",
        "no sniffing": answer.headers.get("X-Content-Type-Options") == "nosniff",
        "no caches": answer.headers.get("Cache-Control") == "no-store",
        "no address to others": answer.headers.get("Referrer-Policy") == "same-origin",
    }
    return [f"lacks: {what}" for what, there in kept.items() if not there]


def test_the_harness_sees_faults(world: World) -> None:
    made = world.app.make_response((f"<p>{SCRIPT}</p>", 500, {"Location": "//evil.example"}))
    assert len(faults("/", made)) >= 4
    assert {"before", "after", "about", "ward"} <= set(parameters())


def test_hostile_words_in_any_parameter_do_no_harm(world: World) -> None:
    client, wrong = world.browser(Role.ADMIN, "own"), []
    for rule in rules(world.app, "GET"):
        url = address(world, rule, SAMPLES[rule.endpoint], "own")
        for value in WORST:
            answer = client.get(url, query_string=dict.fromkeys(parameters(), value))
            wrong += faults(f"{url} {value[:20]!r}", answer)
    assert not wrong, "\n".join(map(str, wrong[:60]))


def test_hostile_words_in_place_of_a_record_are_no_record(world: World) -> None:
    client, wrong = world.browser(Role.ADMIN, "everywhere"), []
    for method in ("GET", "POST"):
        for rule in rules(world.app, method):
            for url in hostile_paths(rule):
                answer = client.open(url, method=method)
                wrong += faults(f"{method} {url}", answer)
                if answer.status_code not in (302, 308, 400, 404, 405, 422):
                    wrong.append((url[:120], f"answered {answer.status_code}"))
    assert not wrong, "\n".join(map(str, wrong[:60]))


def test_hostile_words_in_any_field_are_answered_with_a_sentence(world: World) -> None:
    client, wrong = world.browser(Role.ADMIN, "own"), []
    with put_back(world):
        for rule in rules(world.app, "POST"):
            if rule.endpoint == "people.sign_out":
                continue
            url, told = address(world, rule, SAMPLES[rule.endpoint], "own"), form_of(world, rule)
            for value in (*WORST, HOSTILE[5], HOSTILE[9]):
                sent = {**dict.fromkeys(told, value), "key": value}
                wrong += faults(f"POST {url} {value[:20]!r}", client.post(url, data=sent))
    assert not wrong, "\n".join(map(str, wrong[:60]))


def form_of(world: World, rule: Rule) -> dict[str, Any]:
    """The fields of a form: what its sample sends, and what its page shows."""
    told = {name: value for name, value in SAMPLES[rule.endpoint].body(world.own).items() if name != "file"}
    if "GET" in (rule.methods or ()):
        shown = world.browser(Role.ADMIN, "own").get(address(world, rule, SAMPLES[rule.endpoint], "own"))
        told |= dict.fromkeys(re.findall(r'name="([\w-]+)"', shown.text), "1") | told
    return {name: value for name, value in told.items() if name not in ("csrf_token", "viewport")}


def test_error_pages_carry_the_headers_too(world: World) -> None:
    client = world.browser(Role.ADMIN, "everywhere")
    for url, method, status in (("/nothing", "GET", 404), ("/", "POST", 405), ("/cases/%00", "GET", 400)):
        answer = client.open(url, method=method)
        assert answer.status_code == status
        assert faults(url, answer) == []
    assert faults("", world.browser().get("/cases/")) == []
    assert missing_headers(world.browser(Role.ADMIN, "none").get("/cases/")) == []


def test_a_page_names_no_script_without_its_nonce(world: World) -> None:
    client = world.browser(Role.ADMIN, "everywhere")
    for rule in rules(world.app, "GET"):
        answer = client.get(address(world, rule, SAMPLES[rule.endpoint], "own"))
        if answer.mimetype == "text/html" and answer.status_code == 200:
            inline = r"<script(?![^>]*\b(?:src|nonce)=)|\son\w+=\"|javascript:"
            assert not re.search(inline, answer.text), rule
            assert right_of(world.app, rule.endpoint) is None or "<h1" in answer.text


@pytest.mark.parametrize(
    "where",
    [
        "//evil.example",
        "/\\evil.example",
        "/\t/evil.example",
        "/\t\\evil.example",
        "https://evil.example",
        "javascript:alert(1)",
        "\\\\evil.example",
        " //evil.example",
        "/\r\nSet-Cookie: a=b",
        "///evil.example",
    ],
)
def test_nobody_is_sent_to_another_site(world: World, where: str) -> None:
    for url in ("/language?to=en&back=", "/people/sign-in?next="):
        answer = world.browser().get(url + quote(where, safe=""))
        assert faults(url, answer) == []
    with world.app.test_request_context():
        assert access.own_address(where) == "/"
        assert access.own_address("/cases/?view=waiting&q=lý") == "/cases/?view=waiting&q=lý"


@pytest.mark.parametrize(
    ("method", "url", "most"),
    [
        ("POST", "/people/sign-in", 60),
        ("GET", "/people/links/khong-co", 30),
        ("GET", "/places/search?q=minh", 300),
        ("POST", "/cases/hint", 60),
        ("GET", "/deliveries/scan?code=HN-222", 60),
        ("POST", "/people/account/password", 10),
    ],
)
def test_doors_at_which_one_could_guess_are_slowed(world: World, method: str, url: str, most: int) -> None:
    signed_in = not url.startswith("/people/sign-in") and "links" not in url and "places" not in url
    client = world.browser(Role.VOLUNTEER, "parent") if signed_in else world.app.test_client()
    answers = [client.open(url, method=method).status_code for _ in range(most + 1)]
    assert answers[-1] == 429
    assert 429 not in answers[: most // 2]
