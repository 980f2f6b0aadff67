"""Words by which a value is seen to be none, or to be one: as they are compared, without case and accents."""

from __future__ import annotations

from typing import Final

# Of English and Spanish; none that people are often called alone ("An", "Do", "Will", "May").
_COMMON_WORDS = """
    a the and or but nor if then than that this these those there here it its it's that's i i'm im i've
    i'll me my mine myself we we're us our ours you you're your yours he he's him his she she's her hers
    they they're them their theirs who who's whom whose what what's when where which why how is are am was
    were be been being has had have having does did doing can cannot can't could should would of to in on
    at for with from by as into onto over under about after before again up down out off near between
    until since because while yes no not yeah yep nope ok okay sure please thanks thank thx hello hi hey
    bye goodbye sorry welcome good morning afternoon evening night today tonight tomorrow yesterday now
    soon later asap call calling called text texting message voicemail email mail address phone number
    name named stop spam unsubscribe reply test just still also too very really only all any some every
    each other another someone somebody anyone anybody everyone everybody nobody something anything
    nothing caller customer client owner speaker sender contact person user staff sir madam ma'am mr mrs
    ms mx dr prof sr sra srta el la los las un una unos unas lo al del de en con por para sin y o u e ni
    que quien como cuando donde yo tu usted ustedes ellos ellas nosotros mi mis su sus me te se nos es son
    soy eres somos esta estoy estan fue ser hay si gracias hola buenos buenas dias tardes noches adios
    perdon favor hoy ahora ayer aqui alli llamar llamame correo direccion telefono numero nombre cliente
    alguien nadie nada algo
"""
# Of what makes a street of a name, and of what is found in one; Publication 28 of the United States Postal
# Service has the most of them.
_STREETS = """
    street st str avenue ave av boulevard blvd drive dr road rd lane ln court ct place pl square sq
    terrace ter parkway pkwy highway hwy freeway fwy expressway expy turnpike tpke pike route rte circle
    cir trail trl way loop alley aly crescent cres close mews grove grv heights hts hill hills hollow holw
    island junction jct landing ldg manor mnr meadow meadows mill mills mount mountain oaks orchard park
    pass path plaza plz point pt ranch ridge rdg river row run shore shores spring springs station summit
    trace track tunnel valley vly view village vlg vista walk wall wells bend bluff bluffs branch bridge
    brook bypass byp camp canyon cape causeway center centre ctr cliff common commons corner corners
    course cove creek crossing xing crest crossroad curve dale estate estates extension field fields flats
    ford forest fork fort garden gardens gate gateway glen green harbor haven inlet key knoll knolls lake
    lakes light lodge mall mission motorway neck overpass parade passage pine pines plain plains port
    prairie ramp rest rise rapids skyway stream union viaduct ville broadway apartment apt apto suite ste
    unit building bldg floor fl lot space spc county north south east west northeast northwest southeast
    southwest n s e w ne nw se sw calle avenida avda camino calzada callejon carretera paseo privada
    bulevar colonia col fraccionamiento kilometro km edificio departamento depto manzana rue rua via
    strasse platz weg
"""
_NUMBERS = """
    one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand oh
    zero first second third fourth fifth sixth seventh eighth ninth tenth uno dos tres cuatro cinco seis
    siete ocho nueve diez once doce trece catorce quince veinte treinta cuarenta cincuenta sesenta setenta
    ochenta noventa cien ciento doscientos trescientos cuatrocientos quinientos seiscientos setecientos
    ochocientos novecientos mil
"""
_STATES = """
    al ak az ar ca co ct de fl ga hi id il in ia ks ky la me md ma mi mn ms mo mt ne nv nh nj nm ny nc nd
    oh ok or pa ri sc sd tn tx ut vt va wa wv wi wy dc pr alabama alaska arizona arkansas california
    colorado connecticut delaware florida georgia hawaii idaho illinois indiana iowa kansas kentucky
    louisiana maine maryland massachusetts michigan minnesota mississippi missouri montana nebraska nevada
    hampshire jersey mexico york carolina dakota ohio oklahoma oregon pennsylvania tennessee texas utah
    vermont virginia washington wisconsin wyoming
"""

COMMON_WORDS: Final = frozenset(_COMMON_WORDS.split())
STREETS: Final = frozenset(_STREETS.split())
NUMBERS: Final = frozenset(_NUMBERS.split())
STATES: Final = frozenset(_STATES.split())
