"""The people who call and text the shop: a fixed cast, and newcomers without end."""

from __future__ import annotations

import unicodedata
from typing import Final

import attrs

from openphone_crm.testing.identifiers import Picker

_AREA_CODES: Final = [
    "503",
    "971",
    "541",
    "458",
    "509",
    "208",
    "986",
    "406",
    "307",
    "801",
    "435",
    "385",
    "775",
    "702",
    "916",
    "530",
    "707",
    "415",
    "510",
    "408",
    "831",
    "559",
    "805",
    "661",
]
_FIRST_NAMES: Final = {
    "en": [
        "Abigail",
        "Alan",
        "Bridget",
        "Calvin",
        "Cheryl",
        "Damon",
        "Elise",
        "Felix",
        "Gwen",
        "Harold",
        "Imogen",
        "Joel",
        "Kirsten",
        "Leland",
        "Marcy",
        "Nolan",
        "Opal",
        "Perry",
        "Quinn",
        "Rhonda",
        "Stanley",
        "Tessa",
        "Ulysses",
        "Vivian",
        "Warren",
        "Yvette",
    ],
    "es": [
        "Adriana",
        "Beatriz",
        "César",
        "Daniela",
        "Esteban",
        "Fátima",
        "Gerardo",
        "Irene",
        "Joaquín",
        "Lorena",
        "Manuel",
        "Noemí",
        "Raúl",
    ],
}
_LAST_NAMES: Final = {
    "en": [
        "Abbott",
        "Barlow",
        "Carmichael",
        "Dunham",
        "Ellsworth",
        "Farrow",
        "Grady",
        "Hollis",
        "Irving",
        "Jessup",
        "Kimball",
        "Lockwood",
        "Merritt",
        "Norwood",
        "Osgood",
        "Pruitt",
        "Radcliffe",
        "Sheridan",
        "Thayer",
        "Upton",
        "Vickers",
        "Wexler",
        "Yates",
    ],
    "es": [
        "Aguilar",
        "Benítez",
        "Cordero",
        "Delgado",
        "Escobar",
        "Fuentes",
        "Gallegos",
        "Ibarra",
        "Landeros",
        "Montoya",
        "Ochoa",
        "Salinas",
    ],
}
_STREETS: Final = [
    "Aspen Court",
    "Bayview Drive",
    "Cascade Avenue",
    "Dogwood Lane",
    "Elm Street",
    "Fernhill Road",
    "Garfield Street",
    "Hawthorne Place",
    "Ivy Lane",
    "Juniper Way",
    "Kingfisher Court",
    "Lakeside Drive",
    "Mulberry Street",
    "Norwood Avenue",
    "Orchard Road",
    "Pioneer Way",
]


@attrs.frozen
class Customer:
    """Somebody with a phone; everything but the number may be empty."""

    name: str
    number: str
    street: str = ""
    city: str = ""
    email: str = ""
    partner_number: str = ""
    language: str = "en"

    @classmethod
    def read(cls, line: str) -> Customer:
        """Read a customer as a screenplay introduces them, field by field."""
        return cls(*(field.strip() for field in line.split("|")))

    @property
    def first(self) -> str:
        """The first name."""
        return self.name.partition(" ")[0]

    @property
    def last(self) -> str:
        """The last name."""
        return self.name.partition(" ")[2]

    def fill(self, words: str) -> str:
        """Put this customer's own details into words."""
        return words.format(
            name=self.name,
            first=self.first,
            last=self.last,
            street=self.street,
            city=self.city,
            email=self.email,
        )


def newcomer(like: Customer, *, index: int) -> Customer:
    """Return somebody new with a story like that of another: the same index is always the same person."""
    if not like.name:
        return like
    picker = Picker("newcomer", index)
    name = f"{picker.choice(_FIRST_NAMES[like.language])} {picker.choice(_LAST_NAMES[like.language])}"
    return attrs.evolve(
        like,
        name=name,
        number=_number(2 * index),
        street=f"{100 + picker.number(9800)} {picker.choice(_STREETS)}" if like.street else "",
        email=f"{_plain(name).replace(' ', '.').lower()}@example.com" if like.email else "",
        partner_number=_number(2 * index + 1) if like.partner_number else "",
    )


def _number(index: int) -> str:
    line, area = divmod(index, len(_AREA_CODES))
    return f"+1{_AREA_CODES[area]}55501{line % 100:02}"


def _plain(name: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFKD", name) if letter.isascii())
