"""Countries as data: codes, names as people write them, time zones.

Codes and English names: ISO 3166 as in the IANA time zone database 2026.6 (iso3166.tab, public domain); the names in other
languages are seleqt's own list. Names are folded: lower case, no accents, no punctuation.
"""

from typing import Final

NAMES: Final = """
AE: united arab emirates, uae, verenigde arabische emiraten
AE: vereinigte arabische emirate, emirats arabes unis, emiratos arabes unidos, emirati arabi uniti
AR: argentina, argentinie, argentinien, argentine, arg
AT: austria, oostenrijk, osterreich, autriche, aut
AU: australia, australie, australien, aus
BE: belgium, belgie, belgien, belgique, belgica, belgio, bel
BG: bulgaria, bulgarije, bulgarien, bulgarie
BR: brazil, brazilie, brasilien, bresil, brasil, brasile, bra
CA: canada, kanada, can
CH: switzerland, zwitserland, schweiz, suisse, suiza, svizzera, che
CI: cote d ivoire, ivory coast, ivoorkust, elfenbeinkuste
CL: chile, chili, cile
CN: china, chine, cina, chn
CO: colombia, kolumbien, colombie
CY: cyprus, zypern, chypre, chipre, cipro
CZ: czech republic, czechia, tsjechie, tschechien, tchequie, republique tcheque
CZ: chequia, republica checa, cechia, repubblica ceca, cesko, cze
DE: germany, duitsland, deutschland, allemagne, alemania, germania, deu, brd, federal republic of germany
DK: denmark, denemarken, danemark, dinamarca, danimarca, danmark, dnk
EE: estonia, estland, estonie, eesti
EG: egypt, egypte, agypten, egipto, egitto
ES: spain, spanje, spanien, espana, espagne, spagna, esp
FI: finland, finnland, finlande, finlandia, suomi, fin
FR: france, frankrijk, frankreich, francia, fra
GB: united kingdom, great britain, britain, uk, england, scotland, wales, northern ireland, verenigd koninkrijk, groot brittannie, engeland
GB: schotland
GB: vereinigtes konigreich, grossbritannien, royaume uni, grande bretagne, angleterre, reino unido, gran bretana, inglaterra, regno unito
GB: gran bretagna, inghilterra, gbr
GR: greece, griekenland, griechenland, grece, grecia, grc, hellas
HR: croatia, kroatie, kroatien, croatie, croacia, croazia, hrvatska
HU: hungary, hongarije, ungarn, hongrie, hungria, ungheria, magyarorszag
ID: indonesia, indonesie, indonesien
IE: ireland, republic of ireland, ierland, irland, irlande, irlanda, eire, irl
IL: israel, israele, isr
IN: india, indien, inde, ind
IS: iceland, ijsland, island, islande, islandia, islanda
IT: italy, italie, italien, italia, ita
JP: japan, japon, giappone, jpn
KR: south korea, korea, republic of korea, zuid korea, sudkorea, coree du sud, corea del sur, corea del sud
LT: lithuania, litouwen, litauen, lituanie, lituania
LU: luxembourg, luxemburg, luxemburgo, lussemburgo, lux
LV: latvia, letland, lettland, lettonie, letonia, lettonia
MA: morocco, marokko, maroc, marruecos, marocco
MX: mexico, mexiko, mexique, messico, mex
MY: malaysia, maleisie, malaisie, malasia, malesia
NL: netherlands, the netherlands, holland, nederland, niederlande, pays bas
NL: hollande, paises bajos, holanda, paesi bassi, olanda, nld
NO: norway, noorwegen, norwegen, norvege, noruega, norvegia, norge, nor
NZ: new zealand, nieuw zeeland, neuseeland, nouvelle zelande, nueva zelanda, nuova zelanda, nzl
PH: philippines, filipijnen, philippinen, filipinas, filippine
PL: poland, polen, pologne, polonia, polska, pol
PT: portugal, portogallo, prt
RO: romania, roemenie, rumanien, roumanie, rumania
RS: serbia, servie, serbien, serbie
RU: russia, rusland, russland, russie, rusia, russian federation
SA: saudi arabia, saoedi arabie, saudi arabien, arabie saoudite, arabia saudi, arabia saudita
SE: sweden, zweden, schweden, suede, suecia, svezia, sverige, swe
SG: singapore, singapur, singapour, sgp
SI: slovenia, slovenie, slowenien, eslovenia
SK: slovakia, slowakije, slowakei, slovaquie, eslovaquia, slovacchia, slovensko
TH: thailand, thailande, tailandia, thailandia
TR: turkey, turkiye, turkije, turkei, turquie, turquia, turchia
UA: ukraine, oekraine, ucrania, ucraina
US: united states, united states of america, usa, us, america, verenigde staten
US: vereinigte staaten, vereinigte staaten von amerika, etats unis, estados unidos, eeuu, stati uniti
ZA: south africa, zuid afrika, sudafrika, afrique du sud, sudafrica, zaf
AD: andorra; AF: afghanistan; AG: antigua barbuda; AI: anguilla; AL: albania; AM: armenia; AO: angola; AQ: antarctica; AS:; AW: aruba
AX: aland islands; AZ: azerbaijan; BA: bosnia herzegovina; BB: barbados; BD: bangladesh; BF: burkina faso; BH: bahrain; BI: burundi
BJ: benin; BL: st barthelemy; BM: bermuda; BN: brunei; BO: bolivia; BQ: caribbean nl, caribbean netherlands; BS: bahamas; BT: bhutan
BV: bouvet island; BW: botswana; BY: belarus; BZ: belize; CC:; CD: democratic republic of the congo, dr congo; CF: central african rep
CG:; CK: cook islands; CM: cameroon; CR: costa rica; CU: cuba; CV: cape verde; CW: curacao; CX: christmas island; DJ: djibouti
DM: dominica; DO: dominican republic; DZ: algeria; EC: ecuador; EH: western sahara; ER: eritrea; ET: ethiopia; FJ: fiji
FK: falkland islands; FM: micronesia; FO: faroe islands; GA: gabon; GD: grenada; GE: georgia; GF: french guiana; GG: guernsey; GH: ghana
GI: gibraltar; GL: greenland; GM: gambia; GN: guinea; GP: guadeloupe; GQ: equatorial guinea; GS: south georgia the south sandwich islands
GT: guatemala; GU: guam; GW: guinea bissau; GY: guyana; HK: hong kong, hongkong; HM: heard island mcdonald islands; HN: honduras
HT: haiti; IM: isle of man; IO: british indian ocean territory; IQ: iraq; IR: iran; JE: jersey; JM: jamaica; JO: jordan; KE: kenya, kenia
KG: kyrgyzstan; KH: cambodia; KI: kiribati; KM: comoros; KN: st kitts nevis; KP: north korea; KW: kuwait; KY: cayman islands
KZ: kazakhstan; LA: laos; LB: lebanon; LC: st lucia; LI: liechtenstein; LK: sri lanka; LR: liberia; LS: lesotho; LY: libya; MC: monaco
MD: moldova; ME: montenegro; MF: st martin french; MG: madagascar; MH: marshall islands; MK: north macedonia; ML: mali; MM: myanmar, burma
MN: mongolia; MO: macau; MP: northern mariana islands; MQ: martinique; MR: mauritania; MS: montserrat; MT: malta, malte; MU: mauritius
MV: maldives; MW: malawi; MZ: mozambique; NA: namibia; NC: new caledonia; NE: niger; NF: norfolk island; NG: nigeria; NI: nicaragua
NP: nepal; NR: nauru; NU: niue; OM: oman; PA: panama; PE: peru; PF: french polynesia; PG: papua new guinea; PK: pakistan
PM: st pierre miquelon; PN: pitcairn; PR: puerto rico; PS: palestine; PW: palau; PY: paraguay; QA: qatar; RE: reunion; RW: rwanda
SB: solomon islands; SC: seychelles; SD: sudan; SH: st helena; SJ: svalbard jan mayen; SL: sierra leone; SM: san marino; SN: senegal
SO: somalia; SR: suriname, surinam; SS: south sudan; ST: sao tome principe; SV: el salvador; SX: st maarten dutch; SY: syria
SZ: eswatini, swaziland; TC:; TD: chad; TF:; TG: togo; TJ: tajikistan; TK: tokelau; TL: east timor; TM: turkmenistan; TN: tunisia
TO: tonga; TT: trinidad tobago; TV: tuvalu; TW: taiwan; TZ: tanzania; UG: uganda; UM: us minor outlying islands; UY: uruguay
UZ: uzbekistan; VA: vatican; VC: st vincent; VE: venezuela; VG: british virgin islands; VI: us virgin islands; VN: vietnam, viet nam
VU: vanuatu; WF: wallis futuna; WS: samoa; YE: yemen; YT: mayotte; ZM: zambia; ZW: zimbabwe
"""
"""Entries end at a line's end or a semicolon: a code and the names it goes by."""

ONE_ZONE: Final = """
AD=Europe/Andorra AE=Asia/Dubai AF=Asia/Kabul AG=America/Antigua AI=America/Anguilla AL=Europe/Tirane AM=Asia/Yerevan AO=Africa/Luanda
AR=America/Argentina/Buenos_Aires AS=Pacific/Pago_Pago AT=Europe/Vienna AW=America/Aruba AX=Europe/Mariehamn AZ=Asia/Baku
BA=Europe/Sarajevo BB=America/Barbados BD=Asia/Dhaka BE=Europe/Brussels BF=Africa/Ouagadougou BG=Europe/Sofia BH=Asia/Bahrain
BI=Africa/Bujumbura BJ=Africa/Porto-Novo BL=America/St_Barthelemy BM=Atlantic/Bermuda BN=Asia/Brunei BO=America/La_Paz
BQ=America/Kralendijk BS=America/Nassau BT=Asia/Thimphu BW=Africa/Gaborone BY=Europe/Minsk BZ=America/Belize CC=Indian/Cocos
CF=Africa/Bangui CG=Africa/Brazzaville CH=Europe/Zurich CI=Africa/Abidjan CK=Pacific/Rarotonga CM=Africa/Douala CO=America/Bogota
CR=America/Costa_Rica CU=America/Havana CV=Atlantic/Cape_Verde CW=America/Curacao CX=Indian/Christmas CY=Asia/Nicosia CZ=Europe/Prague
DE=Europe/Berlin DJ=Africa/Djibouti DK=Europe/Copenhagen DM=America/Dominica DO=America/Santo_Domingo DZ=Africa/Algiers EE=Europe/Tallinn
EG=Africa/Cairo EH=Africa/El_Aaiun ER=Africa/Asmara ET=Africa/Addis_Ababa FI=Europe/Helsinki FJ=Pacific/Fiji FK=Atlantic/Stanley
FO=Atlantic/Faroe FR=Europe/Paris GA=Africa/Libreville GB=Europe/London GD=America/Grenada GE=Asia/Tbilisi GF=America/Cayenne
GG=Europe/Guernsey GH=Africa/Accra GI=Europe/Gibraltar GM=Africa/Banjul GN=Africa/Conakry GP=America/Guadeloupe GQ=Africa/Malabo
GR=Europe/Athens GS=Atlantic/South_Georgia GT=America/Guatemala GU=Pacific/Guam GW=Africa/Bissau GY=America/Guyana HK=Asia/Hong_Kong
HN=America/Tegucigalpa HR=Europe/Zagreb HT=America/Port-au-Prince HU=Europe/Budapest IE=Europe/Dublin IL=Asia/Jerusalem
IM=Europe/Isle_of_Man IN=Asia/Kolkata IO=Indian/Chagos IQ=Asia/Baghdad IR=Asia/Tehran IS=Atlantic/Reykjavik IT=Europe/Rome
JE=Europe/Jersey JM=America/Jamaica JO=Asia/Amman JP=Asia/Tokyo KE=Africa/Nairobi KG=Asia/Bishkek KH=Asia/Phnom_Penh KM=Indian/Comoro
KN=America/St_Kitts KP=Asia/Pyongyang KR=Asia/Seoul KW=Asia/Kuwait KY=America/Cayman KZ=Asia/Almaty LA=Asia/Vientiane LB=Asia/Beirut
LC=America/St_Lucia LI=Europe/Vaduz LK=Asia/Colombo LR=Africa/Monrovia LS=Africa/Maseru LT=Europe/Vilnius LU=Europe/Luxembourg
LV=Europe/Riga LY=Africa/Tripoli MA=Africa/Casablanca MC=Europe/Monaco MD=Europe/Chisinau ME=Europe/Podgorica MF=America/Marigot
MG=Indian/Antananarivo MH=Pacific/Majuro MK=Europe/Skopje ML=Africa/Bamako MM=Asia/Yangon MO=Asia/Macau MP=Pacific/Saipan
MQ=America/Martinique MR=Africa/Nouakchott MS=America/Montserrat MT=Europe/Malta MU=Indian/Mauritius MV=Indian/Maldives MW=Africa/Blantyre
MY=Asia/Kuala_Lumpur MZ=Africa/Maputo NA=Africa/Windhoek NC=Pacific/Noumea NE=Africa/Niamey NF=Pacific/Norfolk NG=Africa/Lagos
NI=America/Managua NL=Europe/Amsterdam NO=Europe/Oslo NP=Asia/Kathmandu NR=Pacific/Nauru NU=Pacific/Niue OM=Asia/Muscat PA=America/Panama
PE=America/Lima PH=Asia/Manila PK=Asia/Karachi PL=Europe/Warsaw PM=America/Miquelon PN=Pacific/Pitcairn PR=America/Puerto_Rico
PS=Asia/Gaza PW=Pacific/Palau PY=America/Asuncion QA=Asia/Qatar RE=Indian/Reunion RO=Europe/Bucharest RS=Europe/Belgrade RW=Africa/Kigali
SA=Asia/Riyadh SB=Pacific/Guadalcanal SC=Indian/Mahe SD=Africa/Khartoum SE=Europe/Stockholm SG=Asia/Singapore SH=Atlantic/St_Helena
SI=Europe/Ljubljana SJ=Arctic/Longyearbyen SK=Europe/Bratislava SL=Africa/Freetown SM=Europe/San_Marino SN=Africa/Dakar
SO=Africa/Mogadishu SR=America/Paramaribo SS=Africa/Juba ST=Africa/Sao_Tome SV=America/El_Salvador SX=America/Lower_Princes
SY=Asia/Damascus SZ=Africa/Mbabane TC=America/Grand_Turk TD=Africa/Ndjamena TF=Indian/Kerguelen TG=Africa/Lome TH=Asia/Bangkok
TJ=Asia/Dushanbe TK=Pacific/Fakaofo TL=Asia/Dili TM=Asia/Ashgabat TN=Africa/Tunis TO=Pacific/Tongatapu TR=Europe/Istanbul
TT=America/Port_of_Spain TV=Pacific/Funafuti TW=Asia/Taipei TZ=Africa/Dar_es_Salaam UG=Africa/Kampala UY=America/Montevideo
UZ=Asia/Samarkand VA=Europe/Vatican VC=America/St_Vincent VE=America/Caracas VG=America/Tortola VI=America/St_Thomas VN=Asia/Ho_Chi_Minh
VU=Pacific/Efate WF=Pacific/Wallis WS=Pacific/Apia YE=Asia/Aden YT=Indian/Mayotte ZA=Africa/Johannesburg ZM=Africa/Lusaka ZW=Africa/Harare
"""
"""Countries in which all clocks agree (zone.tab; several zones with equal offsets from 2025 to 2030 count as one, as in Germany)."""

GENERAL_USE: Final = frozenset(
    "ac ag ai bz cc cd co cx dj eu fm gd gg gl gs im io la ly me ms mu nf nu pw sc sh so st tk to tv vc vg vu ws".split()
)
"""Country-code top-level domains that people anywhere register as if they were .com: they say nothing about a country.

SPEC 13 rule 19 names ai io co me tv eu so gg fm cc sh; the others are those that Google treats as generic
(developers.google.com/search/docs/specialty/international/managing-multi-regional-sites) and those sold as wordplay.
"""

ODD_DOMAINS: Final = {"uk": "GB", "su": "RU", "an": "CW"}
"""Top-level domains of a country that differ from its ISO code."""
