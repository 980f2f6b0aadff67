"""The names that the patterns find, and what they do not take for one."""

from __future__ import annotations

import pytest

from openphone_crm.extraction.readings import Topic
from tests.integration.patterns import found


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Hi, my name is Ann Lee and I need help", "Ann Lee"),
        ("my name is ann lee and i need help", "ann lee"),
        ("My name's Will Hope.", "Will Hope"),
        ("This is Dana from Harbor Foundation & Repair", "Dana"),
        ("This is Dr. Ann Lee calling about the leak", "Ann Lee"),
        ("This is Mr. Lee.", "Mr. Lee"),
        ("This is Joan J O A N not John", "Joan"),
        ("I am John Q. Public Jr.", "John Q. Public Jr."),
        ("I'm O'Brien Murphy-Jones with Acme", "O'Brien Murphy-Jones"),
        ("Hello, it's Joyce Nakamura, you put in our French drain", "Joyce Nakamura"),
        ("Breaker is off. It's Sandra, you were here in 2023.", "Sandra"),
        ("hey its Marcus from the market", "Marcus"),
        ("Grace here! We met on Saturday", "Grace"),
        ("Hi this is Eleanor Vance I'm calling about the floor", "Eleanor Vance"),
        ("Hope Winters calling, the crew forgot the bathroom", "Hope Winters"),
        ("Sure. Greg Halloran, 1809 Maple Terrace in Kirkland", "Greg Halloran"),
        ("Please fix it. Thanks, Bob Miller", "Bob Miller"),
        ("The valve drips.\n\nRobin Castle\nrobin.castle@example.com", "Robin Castle"),
        ("Name: Ann Lee", "Ann Lee"),
        ("me llamo Hector Ruiz. Se está metiendo agua", "Hector Ruiz"),
        ("soy María del Carmen López, vivo en Tacoma", "María del Carmen López"),
        ("buenas me llamo jose manuel se tapo el fregadero", "jose manuel"),
        ("Buenos días, le habla Patricia Solís", "Patricia Solís"),
    ],
)
def test_a_name_that_is_given_is_found(text: str, name: str) -> None:
    """Whoever says who he is is known by that name, as he has written it."""
    assert found(text)[Topic.NAME] == [name]


@pytest.mark.parametrize(
    "text",
    [
        "this is urgent",
        "THIS IS URGENT, I'M ANGRY",
        "This is Urgent",
        "This is Bank of America",
        "This is Harbor Foundation & Repair",
        "This is Tacoma Power",
        "This is Apt 3",
        "This is Dana?",
        "I'm Ann's husband",
        "I'm Running late",
        "I'm In Tacoma",
        "It's Tuesday.",
        "It's OK",
        "Right here.",
        "Thanks Dana",
        "Thanks, Home Depot",
        "my name is on the list",
        "name: none, email: none",
        "My name is Zero\u200bWidth",
        "My name is Eve\x07\x1b[31m Bell",
        "my name is none of your business",
        "my name is Ann, no wait, I mean Anna",
        "Soy Cliente de ustedes",
        "Hablé con Luis ayer",
        "My husband Bob will be there",
        "No me llamo Ana",
        "no soy Ana",
        "This is Spam. Reply STOP",
    ],
)
def test_what_only_looks_like_a_name_is_left_alone(text: str) -> None:
    """A name that is wrong would be worse than none."""
    assert Topic.NAME not in found(text)


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        (["Who am I speaking with?", "Bill Odegaard. Call me before you come."], "Bill Odegaard"),
        (["And your name?", "It's Faith Mbeki."], "Faith Mbeki"),
        (["¿Con quién hablo?", "De Amparo Vidal."], "Amparo Vidal"),
    ],
)
def test_an_answer_is_a_name(lines: list[str], name: str) -> None:
    """Who is asked for his name answers with it."""
    assert found("\n".join(lines), "transcript")[Topic.NAME] == [name]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Olga Petrenko called about a bowing wall.", "Olga Petrenko"),
        ("Customer: Vivian Cho.", "Vivian Cho"),
        ("El cliente, Raúl Espinoza, pide cambiar el termostato.", "Raúl Espinoza"),
    ],
)
def test_a_summary_tells_of_somebody(text: str, name: str) -> None:
    """In a summary the customer is a third person; in a message that would be somebody else."""
    assert found(text, "summary")[Topic.NAME] == [name]
    assert Topic.NAME not in found(text, "message")
