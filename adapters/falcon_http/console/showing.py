"""How moments, numbers and names are written for people."""

from __future__ import annotations

import zlib
from datetime import datetime, timedelta

import phonenumbers
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from openphone_crm.moments import format_moment

TINTS = 8


@pass_context
def time(context: Context, moment: datetime | None) -> Markup:
    """Write a moment in the viewer's zone, as short as it can be understood today."""
    if moment is None:
        return Markup("&ndash;")
    here, today = moment.astimezone(context["zone"]), context["now"].astimezone(context["zone"])
    return _element(moment, here, _short(here, today))


@pass_context
def clock(context: Context, moment: datetime) -> Markup:
    """Write only the time of day."""
    here = moment.astimezone(context["zone"])
    return _element(moment, here, f"{here:%H:%M}")


@pass_context
def day(context: Context, moment: datetime) -> str:
    """Write the day that a moment belongs to, as a heading between days."""
    here, today = moment.astimezone(context["zone"]), context["now"].astimezone(context["zone"])
    match (today.date() - here.date()).days:
        case 0:
            return "Today"
        case 1:
            return "Yesterday"
    year = "" if here.year == today.year else f" {here.year}"
    return f"{here:%A}, {here.day} {here:%B}{year}"


def phone(number: str, region: str = "US") -> str:
    """
    Write a number as people do; what is none stays as it is.

    >>> phone("+12065550123").split(), phone("+12065550123", "DE").split(), phone("Anonymous")
    (['(206)', '555-0123'], ['+1', '206-555-0123'], 'Anonymous')
    """
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return number
    is_near = parsed.country_code == phonenumbers.country_code_for_region(region)
    form = (
        phonenumbers.PhoneNumberFormat.NATIONAL if is_near else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    )
    return phonenumbers.format_number(parsed, form).replace(" ", "\xa0")


def duration(seconds: float | None) -> str:
    """
    Write how long something takes, in the two largest units at most.

    >>> [duration(seconds) for seconds in (0.25, 30, 300, 3_725)]
    ['0.25 s', '30 sec', '5 min', '1 h 2 min']
    """
    if seconds is None:
        return "\u2013"
    if seconds < 1 and seconds:
        return f"{seconds:.2g} s"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes} min" if minutes else f"{hours} h"
    if minutes:
        return f"{minutes} min {rest} sec" if rest else f"{minutes} min"
    return f"{rest} sec"


def initials(name: str | None) -> str:
    """
    Write one or two letters that stand for a name.

    >>> initials("Ann Lee"), initials("ann"), initials(None)
    ('AL', 'A', '')
    """
    words = [word for word in (name or "").split() if word[0].isalpha()]
    return "".join(word[0].upper() for word in (words[:1] + words[1:][-1:]))


def tint(text: str) -> int:
    """Choose one of a few colours, for one text always the same."""
    return zlib.crc32(text.encode("utf-8", "surrogatepass")) % TINTS


def plural(count: int, one: str, many: str | None = None) -> str:
    """
    Write how many there are.

    >>> plural(1, "call"), plural(1_200, "call"), plural(2, "reply", "replies")
    ('1 call', '1,200 calls', '2 replies')
    """
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def _element(moment: datetime, here: datetime, text: str) -> Markup:
    whole = f"{here:%a} {here.day} {here:%b %Y, %H:%M:%S %Z}"
    return Markup('<time datetime="{}" title="{}">{}</time>').format(format_moment(moment), whole, text)


def _short(here: datetime, today: datetime) -> str:
    days = today.date() - here.date()
    if not days:
        return f"{here:%H:%M}"
    if days == timedelta(days=1):
        return f"Yesterday {here:%H:%M}"
    if timedelta(0) < days < timedelta(days=7):
        return f"{here:%a %H:%M}"
    return f"{here.day} {here:%b, %H:%M}" if here.year == today.year else f"{here.day} {here:%b %Y}"
