"""Screenplays: Spanish-speaking customers, realtors, and people who change their minds."""

from __future__ import annotations

from typing import Final

NEIGHBORS: Final = """
who: Marisol Vega | +12535550141 | 2118 Portland Avenue | Tacoma, WA 98404 | marisol.vega@example.com | | es
voicemail: Hola, buenos días, habla {name}. Se hundió una esquina de la casa y ya no cierran las ventanas de
    la cocina. Estamos en {street}, en Tacoma. Por favor llámenme hoy a este número, después de las dos.
    Gracias.
call out:
us: Buenas tardes, ¿hablo con {first}? Soy Luis, de Harbor Foundation.
them: Sí, gracias por llamar. Estamos preocupados porque la grieta creció mucho este mes.
us: Entiendo. ¿Por dónde va la grieta?
them: Empieza en la ventana de la cocina y baja hasta la tierra.
us: ¿Hay un árbol grande o una tubería cerca de esa esquina?
them: Sí, hay un sauce muy viejo como a tres metros.
us: Puede ser eso. Mañana a las diez voy a medir los niveles, sin costo.
them: Perfecto, aquí lo esperamos. Mi correo es {email}.
summary: La esquina de la cocina en {street} se hundió; la grieta va de la ventana hasta el suelo y creció
    este mes.
summary: Hay un sauce viejo a unos tres metros de esa esquina.
next: Luis mide los niveles mañana a las 10.
saved:
text: Luis, ¿puede estacionarse atrás? Enfrente están arreglando la calle.
reply: Sí, gracias por avisar. Entro por atrás.

who: Ernesto Cárdenas | +12065550142 | 845 Delridge Way SW | Seattle, WA 98106 | ernesto.c@example.com | | es
text: Buenos días, quiero una cotización para nivelar el piso de un garaje, 6 x 7 metros
reply: ¡Buenos días! Con gusto. ¿El piso está hundido parejo o sólo de un lado?
text: Sólo del lado de la calle, como 5 cm. Soy {name}, la dirección es {street}, Seattle
reply: Gracias, {first}. Se puede levantar con espuma sin romper el piso. ¿El lunes a las 8 está bien?
text: Mejor a las 7, entro a trabajar a las 8
reply: A las 7 entonces. ¡Nos vemos el lunes!

who: Diane Pruett | +14255550143 | 5120 Lakemont Blvd | Bellevue, WA 98006 | diane@example.com
text: Hi Dana, {name} with Lakeside Realty. I have a listing at {street} with a settlement crack. Can you do a
    letter for the buyers?
reply: Hi {first}! Yes: inspection and engineer's letter, $425, within three working days.
text: Perfect. Bill it to the office, {email}. Lockbox code to follow from my assistant.
saved: Lakeside Realty
forwarded: +12065550188
reply: Hi {first}, your call went to Mike's cell, as I was at lunch. He says Tuesday works for the letter.
text: Yes he picked up, all good!

who: Owen Castellano | +12065550144 | 1730 Dexter Avenue N | Seattle, WA 98109 | owen@example.com
text: Need to move tomorrows appointment, kid is sick
reply: Poor thing! No problem. Would Friday at 8:30 or Monday at 1 be better?
text: monday 1. still {street} obviously
reply: Monday 1 PM then. I hope that everybody is well by the weekend.
text: thanks dana
surprise: conversation.snoozed

who: Felicia Grant | +13605550145 | 24 Evergreen Loop | Bremerton, WA 98312 | felicia.grant@example.com
call:
us: Harbor Foundation, this is Dana.
them: Hello, I got your letter about the five year check of our piers? This is {name}.
us: Yes, it's part of your warranty. We re-measure every pier and it takes an hour.
them: And there's no cost?
us: None at all. Are you still at {street}?
them: Same house. But I have a new email, it's {email}.
us: Thank you, I'll update it. How about the twentieth at eleven?
them: That's good, thank you.
summary: {name} accepts the free five-year check of the piers at {street} on the twentieth at 11.
summary: New e-mail address: {email}.
next: Update the e-mail address.
next: Schedule the pier check on the twentieth at 11:00.
saved:

who: Silas Whitmore | +12535550146 | 3900 Sixth Avenue | Tacoma, WA 98406 | silas@example.com
missed:
missed:
voicemail: Yeah, this is {name} over on {street}. I called twice already. The jack post you set last month is
    leaning and I don't like the look of it. Call me back as soon as you get this.
call out:
us: Mr. {last}, this is Dana from Harbor. I'm sorry that you had to call three times.
them: Well, I'm standing here looking at it. It leans a good inch.
us: Is the plate at the top still flat against the beam?
them: Yes, that looks tight. It's more like the bottom moved.
us: Okay. Please don't stand under it. Luis is ten minutes away from you and I'm sending him right now.
them: Ten minutes? All right. That's better than I expected.
summary: A jack post set last month at {street} leans about an inch; its top plate is still tight.
summary: Luis was sent at once.
next: Luis secures the post today.
next: Call {first} tonight and explain what happened.
text: Luis fixed it. The base plate was on a soft spot. Appreciate the fast response.
reply: Thank you for your patience, {first}. We will check it again in a month, on us.
task: Check the post at {street} in a month
"""
