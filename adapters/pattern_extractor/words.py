"""Words that are written like names and are none."""

from __future__ import annotations

from typing import Final

_PARTICLES: Final = "de del la las los da das do dos di du van von der den ter bin al el y e"
_TITLES: Final = "mr mrs ms miss dr prof rev sr sra srta don doña fr sgt capt lt"
_SUFFIXES: Final = "jr sr ii iii iv"
_FOLLOWERS: Final = (
    "and y i im i'm i\u2019m from at with calling over here again speaking my we our the in on of de"
    " desde con para que necesito tengo vivo mi estoy llamo quiero se but is please need have you can"
    " could not"
)
_COMMON: Final = (
    "i'm i'd i've i'll i\u2019m i\u2019d i\u2019ve i\u2019ll it's that's there's"
    " a an the this that these those here there it its my your our his her their and or but so if not no"
    " yes yeah ok okay sure well just still also very really too all both some any each i we you he she"
    " they who what when where why how on in at to for of by from with about into as is are was were am"
    " be been being have has had do does did will would can could should may might must going looking"
    " calling trying wondering hoping interested available ready sorry glad happy sad afraid worried good"
    " great fine bad better best new old urgent important asap emergency confirmed done home back away"
    " out off up down late early free busy right wrong true false perfect awesome amazing ridiculous"
    " unacceptable crazy insane nice cool hot cold wet dry sick tired moving leaving driving working"
    " selling buying renting having getting texting writing located near next end spelled spelt"
    " pronounced listed under above unknown unavailable none null"
    " private anonymous customer client tenant owner"
    " homeowner landlord neighbor neighbour manager realtor agent contractor president mom dad mother"
    " father husband wife son daughter sister brother grandma grandpa everyone everybody nobody somebody"
    " someone anyone anybody people folks guys sir madam ma'am hi hello hey thanks thank please morning"
    " afternoon evening night today tomorrow yesterday tonight monday tuesday wednesday thursday friday"
    " saturday sunday mon tue tues wed thu thur thurs fri sat sun january february march april june july"
    " august september october november december spring summer fall autumn winter christmas easter"
    " thanksgiving american mexican hispanic latino english spanish canadian chinese korean russian"
    " german french indian catholic christian jewish muslim god jesus water heat gas power leak basement"
    " crawl foundation roof kitchen bathroom garage"
    " spam scam fake fraud test stop reply unsubscribe"
    " call gate irish italian polish greek asian african"
)
_SPANISH: Final = (
    "el la los las un una unos unas yo tu su mi nuestro nuestra este esta esto ese esa eso aquí ahí allí"
    " hay cliente dueño dueña inquilino inquilina vecino vecina esposo esposa hijo hija hermano hermana"
    " mamá papá madre padre de del en con por para que como muy más nuevo nueva urgente importante bueno"
    " buena malo gracias hola buenas buenos días tardes noches sí ya también mañana hoy ayer ahora lunes"
    " martes miércoles jueves viernes sábado domingo enero febrero marzo abril mayo junio julio agosto"
    " septiembre octubre noviembre diciembre mexicano mexicana hondureño salvadoreño guatemalteco cubano"
    " colombiano peruano señor señora usted ustedes alguien nadie alérgico alérgica jubilado jubilada"
    " interesado interesada"
)
_COMPANY: Final = (
    "inc llc ltd corp co company companies bank depot store services service plumbing heating cooling"
    " hvac roofing electric electrical foundation foundations repair repairs restoration insurance realty"
    " properties property homes home house construction contracting contractors builders management"
    " hospital clinic school county city state university church apartments apartment hotel restaurant"
    " cafe market group team office department dept support sales solutions systems energy cleaning"
    " landscaping lawn pest movers storage security amazon google walmart costco lowe's fedex ups usps"
    " comcast xfinity verizon t-mobile zillow facebook yelp angi openphone quo dhl chase medicare"
    " allstate geico progressive statefarm empresa banco compañía servicio servicios oficina escuela"
    " iglesia unit apt suite room building floor power utilities utility police pd"
    " dental dentistry bakery salon spa grill bar pizza motel inn garage daycare"
    " preschool academy library farm ranch"
)

PARTICLES: Final = frozenset(_PARTICLES.split())
"""What may stand in the middle of a name."""

TITLES: Final = frozenset(_TITLES.split())
SUFFIXES: Final = frozenset(_SUFFIXES.split())

FOLLOWERS: Final = frozenset(_FOLLOWERS.split())
"""What may come after a name that is written without capitals."""

COMPANY: Final = frozenset(_COMPANY.split())
"""One of these makes a business of what else would be a person."""

NO_NAMES: Final = frozenset(f"{_COMMON} {_SPANISH}".split()) | COMPANY
