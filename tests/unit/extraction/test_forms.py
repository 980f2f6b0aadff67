"""What has not the form of an e-mail address, a name or an address is none."""

from __future__ import annotations

import pytest

from openphone_crm.extraction.forms import has_form, is_address, is_email, is_name
from openphone_crm.extraction.readings import Topic
from tests.unit.extraction.shop import Shop, finding


@pytest.mark.parametrize(
    "text",
    [
        "ann@example.com",
        "a.b+c@mail.example.co.uk",
        "o'neil_99@sub-domain.example.org",
        "1@2.example",
        "josé@example.com",
        "ann@bücher.example",
        "ann@xn--bcher-kva.example",
        f"{'a' * 64}@{'b' * 63}.com",
    ],
)
def test_real_addresses_are_taken(text: str) -> None:
    """Plus signs, dots, subdomains and letters beyond ASCII stand in addresses of real people."""
    assert is_email(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ann",
        "@example.com",
        "ann@",
        "ann@example",
        "a..b@example.com",
        ".a@example.com",
        "a.@example.com",
        "a@-example.com",
        "a@example-.com",
        "a@example..com",
        "a@.example.com",
        "a@example.com.",
        "a@ab--c.com",
        "a@example.c0",
        "a@127.0.0.1",
        "a@shop.local",
        "a@exam_ple.com",
        "a@b@example.com",
        "<a>@example.com",
        "Ann <a@example.com>",
        "a b@example.com",
        '"a b"@example.com',
        "a\x00b@example.com",
        "a\ud800b@example.com",
        "a\u200bb@example.com",
        "a@exam\u200bple.com",
        "\u0301a@example.com",
        "a@example.com\n",
        f"{'a' * 65}@example.com",
        f"a@{'b' * 64}.com",
        f"a@{'ü' * 60}.com",
        f"a@{'b.' * 130}com",
    ],
)
def test_what_no_post_office_takes_is_no_address(text: str) -> None:
    """Dots, hyphens, lengths and characters are those of the standards."""
    assert not is_email(text)


@pytest.mark.parametrize(
    "text", ["Ann", "An Le", "My Nguyen", "Mr Ray", "J.R. Smith", "The Edge", "Will", "\u674e", "O'Neil"]
)
def test_names_are_taken(text: str) -> None:
    """One word that is no common one makes a name; some names are words, too."""
    assert is_name(text)


@pytest.mark.parametrize(
    "text", ["the", "The", "and you", "Thank you", "Mr", "I'm", "Sí", "www.example.com", "visit example.com"]
)
def test_common_words_and_links_are_no_names(text: str) -> None:
    """Nobody is called by what everybody says."""
    assert not is_name(text)


@pytest.mark.parametrize(
    "text",
    [
        "12 Oak St",
        "1600 Broadway",
        "742 Evergreen, Tacoma WA",
        "742 Evergreen, Tacoma 98402",
        "P.O. Box 12",
        "twelve oak street",
        "Calle Ocho 14",
        "Oak Lane 12, Apt. B",
        "5th Ave",
    ],
)
def test_addresses_are_taken(text: str) -> None:
    """A number, in digits or in words, and a street, a state, a ZIP code or a box."""
    assert is_address(text)


@pytest.mark.parametrize(
    "text",
    [
        "roof please",
        "Oak Street",
        "12",
        "98402",
        "3 dogs",
        "javascript:alert(1)",
        "javascript:alert('12 Oak Street')",
        "https://example.com/12/street",
        "www.example.com 12 Oak Street",
    ],
)
def test_what_no_letter_reaches_is_no_address(text: str) -> None:
    """Neither words without a number, nor a number without a place, nor a link."""
    assert not is_address(text)


def test_a_note_has_any_form() -> None:
    """What somebody is to know may be said in any words."""
    assert has_form(Topic.FACT, "the")


@pytest.mark.parametrize(
    ("topic", "value"),
    [
        (Topic.EMAIL, "a..b@example.com"),
        (Topic.EMAIL, ".a@example.com"),
        (Topic.EMAIL, "a@-example.com"),
        (Topic.NAME, "the"),
        (Topic.ADDRESS, "roof please"),
        (Topic.ADDRESS, "javascript:alert(1)"),
    ],
)
def test_what_has_no_form_is_dropped_and_says_so(shop: Shop, topic: Topic, value: str) -> None:
    """Though every word of it was said, nothing is written, and the log has the reason."""
    before = shop.contact()

    shop.tell(f"fix the thing: {value} , thanks", finding(topic, value))

    assert shop.contact() == before
    assert shop.log == [("dropped", "does not look like such a value")]
