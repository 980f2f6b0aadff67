"""How the states are written, and the kinds of streets."""

from __future__ import annotations

from typing import Final

_LIKE_WORDS: Final = "AL CO DE HI ID IN LA MA ME OH OK OR PA"
_SHORT: Final = (
    "AK AZ AR CA CT DC FL GA IL IA KS KY MD MI MN MS MO MT NE NV NH NJ NM NY NC ND RI SC SD TN TX UT VT"
    " VA WA WV WI WY PR"
)
_LONG: Final = (
    "West Virginia,Alabama,Alaska,Arizona,Arkansas,California,Colorado,Connecticut,Delaware,Florida"
    ",Georgia,Hawaii,Idaho,Illinois,Indiana,Iowa,Kansas,Kentucky,Louisiana,Maine,Maryland,Massachusetts"
    ",Michigan,Minnesota,Mississippi,Missouri,Montana,Nebraska,Nevada,New Hampshire,New Jersey,New Mexico"
    ",New York,North Carolina,North Dakota,Ohio,Oklahoma,Oregon,Pennsylvania,Rhode Island,South Carolina"
    ",South Dakota,Tennessee,Texas,Utah,Vermont,Virginia,Washington,Wisconsin,Wyoming"
)
_STREETS: Final = (
    "street st avenue ave av road rd lane ln drive dr court ct boulevard blvd way place pl terrace ter"
    " circle cir highway hwy parkway pkwy"
    " trail trl loop alley aly square sq crescent cres ridge run path pike plaza"
    " row walk bend hill heights hts landing lndg point pt cove cv creek crossing xing commons manor mews"
    " grove glen"
)

STATES_LIKE_WORDS: Final = tuple(_LIKE_WORDS.split())
"""Only in capitals: else they are words of English or Spanish."""

STATES: Final = (*_LONG.split(","), *_SHORT.split())
STREETS: Final = tuple(_STREETS.split())
