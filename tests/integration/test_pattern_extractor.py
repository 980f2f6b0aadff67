"""What the patterns find beside names, and what they leave alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openphone_crm.extraction.readings import Topic
from tests.integration.patterns import found, read

WORDS = (
    "my name is Ann Lee de la this I'm it's here, . ! ? call me back at dot com @ example.com"
    " 12 Oak St Tacoma WA 98402 in e-mail # Apt - \n \t : 1 St. Dr."
    " llámeme soy O'Brien \u2019s \x00 \u2028 no wait"
)


@pytest.mark.parametrize(
    ("text", "email"),
    [
        ("My e-mail is Ann.Lee+crm@example.co.uk.", "Ann.Lee+crm@example.co.uk"),
        ("<ann@example.com>", "ann@example.com"),
        ("my email is ann at example dot com", "ann@example.com"),
        ("it is ann dot lee at example dot com", "ann.lee@example.com"),
        ("mi correo es ann guion bajo lee arroba example punto com", "ann_lee@example.com"),
        ("My old email was ann@old.example.org, use bob@example.com", "bob@example.com"),
        ("ann@example.com is my wife's, mine is bob@example.com", "bob@example.com"),
        ("my email is info@example.com", "info@example.com"),
    ],
)
def test_an_email_is_found(text: str, email: str) -> None:
    """An address is found as it is written, or as it is meant when it is spoken."""
    assert found(text)[Topic.EMAIL] == [email]


@pytest.mark.parametrize(
    "text",
    [
        "visit us at example dot com",
        "look at example dot com",
        "ann@example,com",
        "ann@localhost",
        "a..b@example.com",
        "http://user@example.com/x",
        "Got the invoice from billing@example.com",
        "don't use ann@example.com any more",
        "write to ann@example.com or bob@example.com",
        "my husband's email is bob@example.com",
        "her email is ann at example dot com",
        "el correo de mi esposo es bob@example.com",
        "a\x00b@example.com",
    ],
)
def test_what_is_nobody_s_email_is_left_alone(text: str) -> None:
    """An address that is broken, of an office, taken back or one of several is not taken."""
    assert Topic.EMAIL not in found(text)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("come to 12 Oak St, Tacoma WA 98402 please", "12 Oak St, Tacoma WA 98402"),
        ("12 oak st tacoma wa", "12 oak st tacoma wa"),
        ("Greg, 1809 Maple Terrace in Kirkland. Evenings only", "1809 Maple Terrace in Kirkland"),
        ("12 Beacon Steps, Seattle, WA 98144", "12 Beacon Steps, Seattle, WA 98144"),
        ("1234 SW 5th Ave #201, Portland OR 97201", "1234 SW 5th Ave #201, Portland OR 97201"),
        ("We are at 800 Elm St Apt 4B, Tacoma, Washington", "800 Elm St Apt 4B, Tacoma, Washington"),
        ("12208 108th Avenue Court East, Puyallup 98374", "12208 108th Avenue Court East, Puyallup 98374"),
        ("My address is 2300 N Highway 99, Everett WA", "2300 N Highway 99, Everett WA"),
        ("Send it to PO Box 123, Tacoma, WA 98402", "PO Box 123, Tacoma, WA 98402"),
        ("I live at 12 Oak St. Tacoma is nice.", "12 Oak St"),
        ("14 Elm Ave, Gate code 1234", "14 Elm Ave"),
        ("Not the shop at 99 Main St, I'm at 14 Elm Ave", "14 Elm Ave"),
        ("Are you on 900 Commerce St? I'm at 14 Elm Ave.", "14 Elm Ave"),
        ("Robin\n23 Poplar Way\nEverett WA 98201", "23 Poplar Way Everett WA 98201"),
        ("Are you available to come to 12 Oak St", "12 Oak St"),
        (
            "Priya, 1550 Sunset Ridge Dr, Unit 12, Yakima, WA 98902",
            "1550 Sunset Ridge Dr, Unit 12, Yakima, WA 98902",
        ),
        ("vivo en Calle Álamo 118, Toppenish", "Calle Álamo 118, Toppenish"),
        ("en 2118 Portland Avenue se tapó el drenaje", "2118 Portland Avenue"),
        ("I'm at 2118 43rd Ave SE in Kent", "2118 43rd Ave SE in Kent"),
        ("i live at 2118 43rd ave se, kent wa", "2118 43rd ave se, kent wa"),
    ],
)
def test_an_address_is_found(text: str, address: str) -> None:
    """An address is found as far as it is told."""
    assert found(text)[Topic.ADDRESS] == [address]


@pytest.mark.parametrize(
    "text",
    [
        "I paid 400 Dr visit. 5 minutes on Main St. It's 3 blocks down Oak St",
        "1400 sq ft, 3 bed 2 bath, 2 story on Elm Ave",
        "My neighbor's place is 14 Elm Ave",
        "It used to be 14 Elm Ave",
        "The job at 14 Elm Ave is done, now please do 16 Elm Ave",
        "I saw your truck at 14 Elm Ave",
        "house number 99 on Main St",
        "Is your office still at 900 Commerce St in Tacoma?",
        "call 206-555-0101 St. John",
    ],
)
def test_what_is_nobody_s_address_is_left_alone(text: str) -> None:
    """Distances, the places of others, and one of several are not taken."""
    assert Topic.ADDRESS not in found(text)


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("Hi. Please call me back after 5 p.m. today. Bye", "Please call me back after 5 p.m. today"),
        ("call or text me anytime", "call or text me anytime"),
        ("See a@example.com and call me back. Bye", "See a@example.com and call me back"),
        ("can someone call me pls", "can someone call me pls"),
        ("I expect a call from the owner today", "I expect a call from the owner today"),
        ("Call Sandra back this afternoon.", "Call Sandra back this afternoon"),
        ("¿Me puede llamar? Gracias", "Me puede llamar"),
        ("llámeme mañana después de las 3", "llámeme mañana después de las 3"),
        ("Que me llame el técnico, por favor.", "Que me llame el técnico, por favor"),
    ],
)
def test_a_wish_for_a_call_is_found(text: str, wish: str) -> None:
    """Who wants a call is noted with the whole sentence."""
    assert found(text)[Topic.CALLBACK] == [wish]


@pytest.mark.parametrize(
    "text",
    [
        "Please don't call me back",
        "no need to call back",
        "stop calling me",
        "I'll call you back",
        "Thanks for the call",
        "Call me Maybe",
        "I missed your call",
        "call 911",
        "no me llame más",
    ],
)
def test_who_wants_no_call_is_left_alone(text: str) -> None:
    """Promises, thanks and refusals are no wish for a call."""
    assert Topic.CALLBACK not in found(text)


def test_two_people_are_not_mixed_up() -> None:
    """What one says in a transcript is never put together with what another says."""
    text = "I'm at 14 Elm Ave\nTacoma WA 98402?"

    values = [found(text, kind)[Topic.ADDRESS] for kind in ("transcript", "message")]

    assert values == [["14 Elm Ave"], ["14 Elm Ave"]]


@given(st.lists(st.sampled_from(WORDS.split(" ")), max_size=40).map(" ".join) | st.text())
def test_every_quote_stands_in_its_text(text: str) -> None:
    """Whatever is written, what is found stands there, and every value in its quote."""
    for kind in ("message", "transcript"):
        findings = read(text, kind)

        assert [finding for finding in findings if finding.quote not in text] == []
        assert [finding for finding in findings if not finding.value.strip()] == []
