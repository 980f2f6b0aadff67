"""Screenplays: water where no water should be."""

from __future__ import annotations

from typing import Final

WATER: Final = """
who: Sandra Kowalczyk | +12535550121 | 77 Willow Bend | Puyallup, WA 98371 | sandra.k@example.com
text: Water in the crawl space again!! About 4 inches after last night's rain. Can anybody come today?
reply: Oh no. Yes, we keep a pump crew for days like this. Is the power to the crawl space off, and what is
    the address?
text: Breaker is off. {street}, {city}. It's {first}, you were here in 2023.
reply: I remember, {first}. Luis and the pump are on the way, about 45 minutes. Please stay out of the crawl
    space.
picture: It is up to the second step now
reply: Got it. He has two pumps with him.
call out:
us: Hi {first}, it's Dana. Luis says that he's pumping and that the old sump float was stuck.
them: He's down there now. So it wasn't the new drain?
us: No, the drain is fine. The float switch failed, and that part is still under warranty.
them: What a relief. I thought we would have to dig everything up again.
us: No digging. He'll put in a new float and a battery backup today if you agree, the backup is four hundred
    ninety.
them: Yes, do the backup. I don't want to go through this a third time.
summary: The crawl space at {street} flooded because the float of the sump pump was stuck; the drain works.
summary: The customer agreed to a battery backup for $490; the float is replaced under warranty.
next: Luis installs the float and the backup today.
next: Send the invoice for the backup only.
text: All dry. Luis is a hero. Send the invoice to {email}
saved:

who: Greg Halloran | +14255550122 | 1809 Maple Terrace | Kirkland, WA 98033 | ghalloran@example.com
missed:
reply: Hi, this is Dana at Harbor Foundation & Repair. Sorry that we missed your call, how can we help?
text: Efflorescence (I think?) all over the basement wall and a musty smell. Want a quote for waterproofing.
reply: White powder and a musty smell: yes, that is moisture coming through. Inside drain or outside membrane
    depends on the grading. May we come and look?
text: Sure. {name}, {street} in Kirkland. Evenings only please, I work in Everett.
reply: Evening visits are Tuesday and Thursday, 5 to 7 PM. Which is better?
text: Tuesday 6pm
reply: Tuesday 6 PM, {street}. See you then, {first}.

who: Bernice Tolliver | +12065550123 | 529 Pike Place Court | Seattle, WA 98101 | btolliver@example.com
call ai:
us: Thanks for calling Harbor Foundation and Repair. I'm Sona, the virtual assistant. What can I help you
    with?
them: Oh. Well, there's a wet spot on my basement carpet and it keeps coming back.
us: I'm sorry to hear that. May I have your name and the address of the house?
them: It's {name}, {street}, Seattle.
us: Thank you, {first}. When did you first notice the wet spot?
them: About two weeks ago, right after the gutters overflowed.
us: I've noted that. Somebody from the office will call you back this afternoon.
them: All right, thank you.
summary: {name} has a wet spot on the basement carpet at {street} since the gutters overflowed two weeks ago.
summary: Sona took the call after hours and promised a call back in the afternoon.
next: Call {first} back this afternoon.
call out:
us: Hello {first}, this is Dana, a real person this time, calling about the wet carpet.
them: Oh good. The robot was quite polite, I must say.
us: I'm glad. Two weeks after an overflow it should be dry, so water is still getting in. Are your downspouts
    extended?
them: One of them ends right at the wall, I think.
us: That may be all it is. Mike can check it on Monday morning at nine, no charge.
them: Monday at nine is lovely.
summary: A downspout probably ends at the foundation wall; Mike will check it on Monday at 9 for free.
next: Visit on Monday at 9:00.

who: Hector Ruiz | +12535550124 | 4410 Meadow Park Road | Lakewood, WA 98499 | hector.ruiz@example.com | | es
text: Buenas tardes, me llamo {name}. Se está metiendo agua al sótano por una grieta en la pared. ¿Hablan
    español?
reply: ¡Buenas tardes, {first}! Sí, soy Luis. ¿La grieta es vertical u horizontal? ¿Nos puede mandar una foto?
picture: Es vertical, como de un metro y medio. Cuando llueve fuerte sale un hilito de agua.
reply: Gracias, se ve bien. Eso se arregla con una inyección de poliuretano, normalmente en medio día. ¿Cuál
    es la dirección?
text: {street}, {city}. ¿Más o menos cuánto cuesta?
reply: Entre $550 y $700 según el largo. ¿Le queda bien el sábado a las 9?
text: Sí, el sábado está perfecto. Mi correo es {email} para la cotización.
saved:
reply: Anotado: sábado a las 9 en {street}. ¡Gracias, {first}!

who: Joyce Nakamura | +12065550125 | 12 Beacon Steps | Seattle, WA 98144 | jnakamura@example.com
voicemail: Hello, it's {name}, you put in our French drain last fall. The lawn over it has sunk about three
    inches and my husband tripped on it yesterday. He's fine, but could somebody call me back about topping it
    up? Same number. Bye.
reply: Hi {first}, I just heard your voicemail. I am so sorry about the fall! Settling in the first year is
    covered. Can the crew come Thursday morning with soil and seed?
text: Thursday is good. Please use the side gate, the code is 4417.
reply: Side gate, thank you. Best wishes to your husband!

who: Kevin Strand | +13605550126 | 808 Old Mill Road | Vancouver, WA 98660 | kstrand@example.com
text: Is it normal that the sump pump runs every 5 minutes? It never used to
reply: After this much rain it can be. Does it pump a lot each time, or does it start and stop quickly?
text: Starts and stops. Maybe 10 seconds
reply: Then the check valve is probably leaking back. It is a 30 minute fix, $145 with the part. Should we
    come by?
text: Yes please. {name}, {street}, Vancouver. Tomorrow?
lost: Tomorrow between 8 and 10 works! Please leave the basement door open for us.
reply: Tomorrow between 8 and 10 works! Luis will ring the bell.
text: Great, thx
"""
