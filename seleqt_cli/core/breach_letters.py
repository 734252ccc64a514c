"""What people are told of a breach (GDPR article 34(2)), in the languages in which the notices under mails are shipped.

What only a person knows stands in [brackets], to be filled in.
"""

from collections.abc import Mapping
from typing import Final

from seleqt_cli.core.campaign import Business

LETTERS: Final[dict[str, str]] = {
    "en": """\
Subject: Your data at {name}

We write because data about you may have come into other hands. {text}
It began on {began}; we found it on {found}.

It concerns: {kinds}, and messages between us.
What it may mean for you: [for example mail that pretends to come from us; do not click, ask us].
What we did: [measures].
Who answers your questions: [name, telephone, address].{statement}

{name}, {address}
""",
    "nl": """\
Onderwerp: Uw gegevens bij {name}

Wij schrijven u omdat gegevens over u in andere handen kunnen zijn gekomen. {text}
Het begon op {began}; wij hebben het op {found} ontdekt.

Het gaat om: {kinds}, en berichten tussen ons.
Wat dit voor u kan betekenen: [bijvoorbeeld mail die van ons lijkt te komen; klik niet, vraag het ons].
Wat wij hebben gedaan: [maatregelen].
Wie uw vragen beantwoordt: [naam, telefoon, adres].{statement}

{name}, {address}
""",
    "de": """\
Betreff: Ihre Daten bei {name}

Wir schreiben Ihnen, weil Daten über Sie in andere Hände gelangt sein können. {text}
Es begann am {began}; wir haben es am {found} festgestellt.

Betroffen sind: {kinds} sowie Nachrichten zwischen uns.
Was das für Sie bedeuten kann: [zum Beispiel E-Mails, die scheinbar von uns kommen; klicken Sie nicht, fragen Sie uns].
Was wir getan haben: [Maßnahmen].
Wer Ihre Fragen beantwortet: [Name, Telefon, Adresse].{statement}

{name}, {address}
""",
    "fr": """\
Objet : Vos données chez {name}

Nous vous écrivons parce que des données vous concernant ont pu tomber entre d’autres mains. {text}
Cela a commencé le {began} ; nous l’avons constaté le {found}.

Sont concernés : {kinds}, ainsi que nos échanges de messages.
Ce que cela peut signifier pour vous : [par exemple des mails qui semblent venir de nous ; ne cliquez pas, demandez-nous].
Ce que nous avons fait : [mesures].
Qui répond à vos questions : [nom, téléphone, adresse].{statement}

{name}, {address}
""",
    "es": """\
Asunto: Sus datos en {name}

Le escribimos porque datos suyos pueden haber llegado a otras manos. {text}
Empezó el {began}; lo descubrimos el {found}.

Se trata de: {kinds}, y de los mensajes entre nosotros.
Qué puede significar para usted: [por ejemplo, correos que parecen nuestros; no haga clic, pregúntenos].
Qué hemos hecho: [medidas].
Quién responde a sus preguntas: [nombre, teléfono, dirección].{statement}

{name}, {address}
""",
    "it": """\
Oggetto: I Suoi dati presso {name}

Le scriviamo perché dati che La riguardano possono essere finiti in altre mani. {text}
È iniziato il {began}; lo abbiamo scoperto il {found}.

Si tratta di: {kinds}, e dei messaggi tra noi.
Che cosa può significare per Lei: [per esempio e-mail che sembrano nostre; non clicchi, ci chieda].
Che cosa abbiamo fatto: [misure].
Chi risponde alle Sue domande: [nome, telefono, indirizzo].{statement}

{name}, {address}
""",
}
"""Language -> the letter."""

_MORE: Final = {
    "en": ("How we handle your data:", "[say what happened]", "your business contact data"),
    "nl": ("Hoe wij met uw gegevens omgaan:", "[zeg wat er is gebeurd]", "uw zakelijke contactgegevens"),
    "de": ("Wie wir mit Ihren Daten umgehen:", "[sagen, was geschehen ist]", "Ihre geschäftlichen Kontaktdaten"),
    "fr": ("Comment nous traitons vos données :", "[dire ce qui s’est passé]", "vos coordonnées professionnelles"),
    "es": ("Cómo tratamos sus datos:", "[decir qué ha ocurrido]", "sus datos de contacto profesionales"),
    "it": ("Come trattiamo i Suoi dati:", "[dire che cosa è successo]", "i Suoi dati di contatto professionali"),
}

_COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    "en": (
        "email", "LinkedIn profile", "first name", "last name", "company", "title", "phone", "country", "birth date", "other details",
    ),
    "nl": (
        "e-mailadres", "LinkedIn-profiel", "voornaam", "achternaam", "bedrijf", "functie", "telefoonnummer", "land", "geboortedatum",
        "andere gegevens",
    ),
    "de": (
        "E-Mail-Adresse", "LinkedIn-Profil", "Vorname", "Nachname", "Unternehmen", "Funktion", "Telefonnummer", "Land", "Geburtsdatum",
        "weitere Angaben",
    ),
    "fr": (
        "adresse e-mail", "profil LinkedIn", "prénom", "nom", "entreprise", "fonction", "téléphone", "pays", "date de naissance",
        "autres informations",
    ),
    "es": (
        "correo electrónico", "perfil de LinkedIn", "nombre", "apellidos", "empresa", "cargo", "teléfono", "país",
        "fecha de nacimiento", "otros datos",
    ),
    "it": (
        "indirizzo e-mail", "profilo LinkedIn", "nome", "cognome", "azienda", "ruolo", "telefono", "paese", "data di nascita",
        "altri dati",
    ),
}  # fmt: skip
"""Language -> the names of `COLUMNS`, in their order."""

COLUMNS: Final = ("email", "linkedin", "first_name", "last_name", "company", "title", "phone", "country", "birth_date", "fields")


def kinds_in(language: str, columns: Mapping[str, int]) -> str:
    """Columns of a lead as a reader of that language is told."""
    words = dict(zip(COLUMNS, _COLUMNS[language], strict=True))
    return ", ".join(words[name] for name in COLUMNS if columns.get(name))


def for_the_people(language: str, breach: Mapping[str, str], business: Business, columns: Mapping[str, int]) -> str:
    """What article 34(2) asks for, in clear and plain language. `breach`: `began`, `found`, `text` in words."""
    statement, happened, contact = _MORE[language]
    return LETTERS[language].format(
        name=business.name, address=business.address, began=breach["began"], found=breach["found"],
        text=breach["text"] or happened, kinds=kinds_in(language, columns) or contact,
        statement=f" {statement} {business.privacy_url}" if business.privacy_url else "",
    )  # fmt: skip
