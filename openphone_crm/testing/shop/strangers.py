"""Screenplays: numbers that are no customer's."""

from __future__ import annotations

from typing import Final

STRANGERS: Final = """
who: | 72645
text: Evergreen Bank: a payment of $1,284.50 to TACOMA CONCRETE SUPPLY was made from account ending 0391.
    Reply STOP to opt out.
text: Evergreen Bank: your one-time code is 114 208. We will never call you to ask for it.

who: | Anonymous
missed:
missed:

who: | +12065550151
text: Is this Tony's Pizza? 2 large pepperoni for pickup
reply: Sorry, wrong number! This is Harbor Foundation & Repair. We only do crusts made of concrete.
text: lol ok my bad

who: | +12065550152
text: I had you fix my steps in 2021, no need for the newsletter any more, thanks
reply: Understood, and thank you for letting us know! I took you off the newsletter.
text: STOP
"""
