"""Screenplays: slabs, footings and walls that crack, sink and lean."""

from __future__ import annotations

from typing import Final

FOUNDATIONS: Final = """
who: Ann Whitfield | +12065550111 | 418 Alder Street | Seattle, WA 98104 | ann.whitfield@example.com
text: Hi, this is {name}. A crack opened across our garage slab over the winter and now one side is almost an
    inch higher. Is that something you fix?
reply: Hi {first}, Dana here at Harbor Foundation & Repair. Yes, we see a lot of those. Could you send a photo
    and the address? An inspection is free.
picture: Here it is. We are at {street}, {city}. The quarter is for scale!
reply: Thanks, that coin helps a lot. Looks like settlement, not just shrinkage. Does Thursday at 10 work for
    Mike to measure it?
text: Thursday at 10 is perfect. You can send the estimate to {email}
saved:
reply: Booked: Thursday 10:00, {street}. Mike will text you when he is on his way.
text: Thanks Dana! For the paperwork, my name is {first} J. {last}, and my new email is
    {first}.{last}@example.org

who: Tom Okafor | +14255550112 | 2207 Birch Lane | Bellevue, WA 98004 | tokafor@example.com
voicemail: Hi, this is {name} at {street} in Bellevue. We had our basement wall looked at and it's bowing in,
    maybe two inches in the middle. The inspector said to get someone out right away. Please call me back
    today, any time before six. Thank you.
call out:
us: Hi, is this {first}? This is Dana from Harbor Foundation, returning your call about the wall.
them: Yes, thanks for calling back so fast. I'm honestly a little scared of it.
us: That's understandable. Is the wall block or poured concrete?
them: Concrete block, from 1961. There's a long horizontal crack about halfway up.
us: Two inches of bow usually means steel beams or wall anchors, and it is not an emergency tonight. Please
    keep anything heavy away from the outside of that wall.
them: Okay, we park a boat there. I'll move it this evening.
us: Good. I can have our engineer there tomorrow at eight thirty.
them: Eight thirty works. The address is {street}, {city}.
summary: {name} reported a block basement wall that bows about two inches, with a horizontal crack at mid
    height.
summary: Dana explained that beams or anchors are the usual repair and asked him to move a boat away from the
    wall.
next: Engineer visit tomorrow at 8:30 at {street}.
next: Bring the options sheet for steel beams and wall anchors.
text: Boat is moved. Thank you for the quick call back. My email is {email}
reply: Perfect, {first}. See you at 8:30. Parking on the street is fine.

who: Marjorie Feld | +12535550113 | 91 Crestline Court | Tacoma, WA 98402 | mfeld@example.com
call:
us: Harbor Foundation and Repair, this is Dana.
them: Good morning. My name is {name}. My front porch is pulling away from the house.
us: Good morning, {first}. How wide is the gap between the porch and the wall?
them: I can put my whole hand in it now. In spring it was just a finger.
us: That is fast. Do the steps still feel solid when you walk on them?
them: They rock a little. I've been using the back door, to be honest.
us: Please keep doing that. We usually lift a porch like that with two helical piers.
them: And what would that cost, roughly?
us: Between twenty-four hundred and thirty-two hundred, depending on the soil. We'll give you a fixed price on
    site.
them: All right. I'm at {street} in Tacoma, and I'm home all week.
summary: The front porch at {street} has separated from the house by about a hand's width and the steps rock.
summary: Helical piers were suggested at a rough price of $2,400 to $3,200.
next: Schedule an on-site estimate this week.
next: Remind the customer to keep using the back door.
reply: Hi {first}, Dana again. Mike can come Wednesday between 1 and 3. Does that suit you?
text: Wednesday is fine dear. My daughter will be here too, her email is {email} if you need to send papers.
saved:

who: Derek Lindqvist | +13605550114 | 15 Quarry Road | Olympia, WA 98501 | derek@example.com
text: do u guys do pier and beam? floors are bouncy and the doors dont close anymore
reply: We do! Bouncy floors plus sticking doors often means a beam or a post has settled. How old is the
    house?
text: 1938. been thru two remodels i think
reply: Makes sense. We would crawl it and check every post. What is a good address and name for the visit?
text: {name}, {street} olympia. theres a dog but hes friendly
reply: Thanks {first}! Friday 9 AM? And what is the dog's name, so that Mike can introduce himself?
text: Biscuit lol. friday 9 works
reply: Friday 9:00 with Mike. He will bring a treat for Biscuit.
no answer:
reply: Hi {first}, I just tried to call: Mike is running 20 minutes late, so expect him about 9:20. Sorry!
text: no worries

who: Priya Raman | +14255550115 | 6040 Larkspur Way | Redmond, WA 98052 | priya.raman@example.com
call menu:
us: Estimates, this is Dana speaking. How can I help?
them: Hi Dana, I'm {name}. We're buying a house and the inspection report mentions stair-step cracks in the
    brick.
us: Congratulations, almost. Does the report give a width for the cracks?
them: It says up to a quarter inch, at the northeast corner.
us: A quarter inch at one corner usually means that corner is settling. When do you have to decide?
them: Our contingency ends on Monday, so we need something in writing before that.
us: We can inspect on Saturday and send a written report the same evening.
them: That would be wonderful. Please send it to {email}, and the house is at {street}.
summary: {name} is buying {street} and needs a written report on stair-step cracks before Monday.
summary: The inspection report gives a crack width of up to a quarter inch at the northeast corner.
next: Inspect on Saturday; send the report the same evening to {email}.
saved:
text: Hi Dana, the seller's realtor confirmed Saturday 11am. The lockbox is on the side gate.
reply: Thank you {first}, Saturday 11:00 it is. You will have the report that evening.

who: Walter Brandt | +12065550116 | 3311 Harbor Avenue SW | Seattle, WA 98126 | wbrandt@example.com
text: Your crew finished the footing at {street} yesterday. Very happy, they even swept the driveway.
reply: Thank you {first}, that means a lot! I will pass it on to Luis and the crew. The warranty papers come
    by email.
text: Email is {email}. Where do I leave a review?
reply: Anywhere you like, Google helps us the most. Thank you again!
"""
