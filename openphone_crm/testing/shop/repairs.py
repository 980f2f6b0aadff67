"""Screenplays: chimneys, decks, doors and everything else that a handyman is asked."""

from __future__ import annotations

from typing import Final

REPAIRS: Final = """
who: Claire Beaumont | +12065550131 | 2650 Magnolia Blvd W | Seattle, WA 98199 | claire.beaumont@example.com
text: Hello! The chimney sweep says that our crown is cracked and "needs repair before it rains in". Is crown
    repair something you do?
reply: Hi! Yes, we seal or rebuild chimney crowns. Did the sweep take any pictures from up there?
picture: He did, see here. The flue is the clay one on the left.
reply: Thank you. That one is past sealing, we would pour a new crown with an overhang. Usually $950 to
    $1,300.
text: OK, that's about what I expected. I'm {name} at {street}. My email is {email}
reply: Thanks {first}. You will have a written quote tonight. We need two dry days in a row, next week looks
    good.
saved:
text: Quote received, please go ahead!
reply: Wonderful. You are on the list for the first two dry days, I will text you the evening before.

who: Rashid Karimi | +14255550132 | 305 Overlake Drive E | Medina, WA 98039 | rashid@example.com
call:
us: Harbor Foundation and Repair, Dana speaking.
them: Hi, {name} here. You built a deck for my neighbor and I'd like to talk about ours.
us: Sure, {first}. A repair or a new one?
them: A repair, I hope. Three boards are soft and the railing wobbles.
us: Then it's important to look at the posts too. When was it built?
them: Before we moved in, so at least fifteen years ago.
us: Okay. We'll probe the posts and the ledger. I have Friday at two.
them: Friday at two is fine. It's {street}, please ring at the gate.
summary: {name} wants a deck repaired: three soft boards and a loose railing, at least 15 years old.
next: Inspect posts and ledger on Friday at 14:00 at {street}.
text: One more thing, could you also look at the gate hinge on Friday?
reply: Of course, Mike will bring hinges.

who: Nora Esposito | +12535550133 | 14 Division Avenue | Tacoma, WA 98403 | nora@example.com | +12535550134
group: Hi Dana, adding my brother Paul to this thread. We share the house at {street}, so please keep us both
    posted.
group reply: Hello {first} and Paul! Will do. Mike measured the retaining wall: 34 feet, and about 9 feet of
    it are leaning.
partner: Thanks. Can just the leaning part be rebuilt or does it have to be all of it?
group reply: Just the leaning part plus 4 feet on each side to tie it in. I will send both versions so you can
    compare.
group: Send it to {email} please, I will print it for Paul, he doesn't do email :)
partner: I do email. I just don't do PDFs on my phone.
group reply: Printed it is, then! You have both versions by tomorrow noon.

who: Ingrid Solheim | +13605550135 | 66 Ferry Landing | Anacortes, WA 98221 | ingrid@example.com
text: Hei! Do you come up to Anacortes? Our dock stairs rotted through.
reply: Hi! We do on Mondays. How many steps, and is there access by truck?
text: 11 steps, truck can get within 50 ft. {name}, {street}
reply: Great. Pressure treated or cedar?
text: Cedar if it isn't crazy expensive
reply: About 30% more. I will quote both. Monday the crew can measure around noon.
missed:
reply: Sorry {first}, I was on the other line. Noon on Monday still good?
text: Yes that's what I wanted to ask. See you Monday

who: Leonard Pope | +12065550136 | 9 Fremont Alley | Seattle, WA 98103 | lpope@example.com
call out:
us: Hi {first}, this is Dana from Harbor Foundation. I'm calling about the quote for the garage door header.
them: Yes, hello. I got it, and to be honest it's a bit more than I hoped.
us: I understand. Most of it is the temporary support. If you clear the garage yourself it drops by three
    hundred.
them: Oh, that I can do. So we would be at eighteen fifty?
us: Exactly, eighteen hundred and fifty, including the permit.
them: Then let's do it. Could you change my email? I use {email} now.
us: Done. I'll send the agreement there and we start on the ninth.
them: Great, thanks Dana.
summary: {first} accepts the garage door header at $1,850 if he clears the garage himself.
summary: His e-mail address is now {email}.
next: Send the agreement to {email}.
next: Start on the ninth.
saved: Pope Cabinetry
task: Send the agreement to {name}
text: Signed and sent. Garage will be empty by the 8th.
reply: Got it, thank you {first}!

who: Yolanda Brooks | +14255550137 | 731 Juniper Street | Renton, WA 98057 | yolanda.brooks@example.com
text: Hi, do you hang doors? Previous owner left us with a front door that drags
reply: We do. If the door drags because the frame moved, we check the sill first. Is there a crack over the
    door?
text: Actually yes, diagonal, from the corner. Is that bad?
reply: Not necessarily, but then I would not plane the door before we know why. May I have your name and
    address?
text: {name}, {street}, {city}. After 3 is best, I teach.
reply: Thanks {first}! Tomorrow 3:30? Mike will bring a level and a laser.
text: 3:30 is great
task: Level survey for {name}
"""
