"""Which column of a lead file means what: guessed from its name in six languages, shown, and overridable with --map."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from typing import Final

from seleqt_cli.core.errors import UsageProblem
from seleqt_cli.core.lead import KNOWN_FIELDS

_NAMES: Final = {
    "email": "email, e mail, mail, email address, e mail address, mail address, emailaddress, work email, business email, primary email, "
    "email 1, contact email, person email, emailadres, e mailadres, e mail adres, mailadres, zakelijk e mailadres, e mailadresse, "
    "email adresse, emailadresse, mailadresse, e mail 1, "
    "adresse e mail, adresse email, adresse mail, adresse de messagerie, courriel, "
    "adresse courriel, "
    "correo, correo electronico, direccion de correo, direccion de correo electronico, e mail adresse, indirizzo e mail, indirizzo email, "
    "posta elettronica, e mail 1 value",
    "linkedin": "linkedin, linkedin url, linkedin profile, linkedin profile url, linkedin profiel, linkedin profil, profil linkedin, "
    "perfil linkedin, perfil de linkedin, profilo linkedin, linkedinurl, linkedin link, person linkedin url, contact linkedin url, "
    "linkedin profile link, profile url, public profile url, li url, url linkedin, linkedin profiel url",
    "first_name": "first name, firstname, given name, forename, voornaam, vorname, prenom, nombre, nombre de pila, primer nombre, nome, "
    "first, christian name, roepnaam",
    "last_name": "last name, lastname, surname, family name, achternaam, familienaam, nachname, familienname, zuname, nom, nom de famille, "
    "apellido, apellidos, cognome, last",
    "company": "company, company name, companyname, organization, organisation, organization name, employer, account name, account, "
    "current company, bedrijf, bedrijfsnaam, organisatie, werkgever, firma, firmenname, unternehmen, organisationsname, entreprise, "
    "societe, raison sociale, nom de l entreprise, empresa, nombre de la empresa, compania, azienda, societa, "
    "ragione sociale, nome azienda",
    "title": "title, job title, jobtitle, position, role, "
    " current position, functie, functietitel, rol, position title, "
    "berufsbezeichnung, stelle, funktion, stellenbezeichnung, poste, fonction, intitule du poste, cargo, puesto, posicion, ruolo, "
    "posizione, qualifica, occupation, beroep",
    "phone": "phone, phone number, telephone, mobile, mobile phone, work phone, tel, telefoon, telefoonnummer, mobiel, telefon, "
    "telefonnummer, handy, mobil, telephone portable, portable, numero de telephone, telefono, movil, numero de telefono, cellulare, "
    "numero di telefono, phone 1 value",
    "timezone": "timezone, time zone, tz, tijdzone, zeitzone, fuseau horaire, zona horaria, fuso orario",
    "country": "country, country code, land, landcode, pays, pais, paese, nazione, country region, country name, staat, landkurzel",
    "language": "language, lang, taal, sprache, langue, idioma, lengua, lingua, locale, preferred language",
    "source": "source, lead source, bron, quelle, origine, fuente, fonte, herkomst, herkunft",
    "basis": "basis, legal basis, lawful basis, rechtsgrond, grondslag, rechtsgrundlage, base legale, base juridique, base juridica, "
    "base giuridica",
    "birth_date": "birth date, birthdate, date of birth, dob, birthday, geboortedatum, geburtsdatum, geburtstag, date de naissance, "
    "fecha de nacimiento, data di nascita",
    "tags": "tags, tag, labels, label, etiketten, etiquettes, etiquetas, etichette, schlagworte, trefwoorden",
}


@lru_cache(maxsize=1)
def _fields_by_name() -> dict[str, str]:
    found = {name: field for field in KNOWN_FIELDS for name in (field.replace("_", " "), field)}
    for field, names in _NAMES.items():
        found.update((name.strip(), field) for name in names.split(","))
    return found


@lru_cache(maxsize=1024)
def known_field(column: str) -> str:
    """The known field that a column's name stands for, '' for any other column."""
    in_words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", column)
    return _fields_by_name().get(_folded(column)) or _fields_by_name().get(_folded(in_words), "")


def _folded(name: str) -> str:
    text = unicodedata.normalize("NFKD", name.casefold())
    return " ".join("".join(char if char.isalnum() else " " for char in text if unicodedata.category(char) != "Mn").split())


def field_name(column: str) -> str:
    """A column's name as templates use it: lower case, `_` for what is no letter or digit, never beginning with a digit."""
    text = unicodedata.normalize("NFC", column.strip().casefold())
    name = re.sub(r"\W+", "_", text).strip("_")
    return f"column_{name}" if name[:1].isdigit() else name


@dataclass(frozen=True, slots=True)
class Columns:
    """What each column of a file becomes: known field -> position, and other field -> position."""

    header: tuple[str, ...]
    known: Mapping[str, int]
    fields: Mapping[str, int]
    left_out: tuple[str, ...] = ()

    def shown(self) -> list[tuple[str, str]]:
        """(column as the file names it, field) in the order of the file; '' for a column that is left out."""
        names = {position: field for field, position in (*self.known.items(), *self.fields.items())}
        return [(column, names.get(position, "")) for position, column in enumerate(self.header)]


def map_columns(header: Sequence[str], asked: Mapping[str, str] | None = None, *, contacted: str = "", told: bool = True) -> Columns:
    """Guess what the columns are; `asked` (field -> column, '' = leave out) goes before any guess.

    `contacted` names the column that says when another tool last wrote to the person; no name of a column is taken for that.
    Raises UsageProblem for a column that does not exist and when there is neither address nor profile; it names the columns
    that there are only if they may be `told`.
    """
    asked = asked or {}
    taken: dict[int, str] = {}
    dropped = set()
    for field, column in asked.items():
        if not column:
            dropped.add(field_name(field))
            continue
        taken[_position(header, column, told)] = field_name(field)
    known = {field: position for position, field in taken.items() if field in KNOWN_FIELDS}
    if contacted:
        known["contacted_at"] = _position(header, contacted, told)
        taken[known["contacted_at"]] = "contacted_at"
    fields = {field: position for position, field in taken.items() if field not in known}
    left_out = []
    linkedin_by_url = _connections_url(header)
    for position, column in enumerate(header):
        if position in taken:
            continue
        guess = "linkedin" if position == linkedin_by_url else known_field(column)
        name = field_name(column) or f"column_{position + 1}"
        if guess in dropped or name in dropped:
            left_out.append(column)
        elif guess and guess not in known:
            known[guess] = position
        elif column:
            while name in fields or name in KNOWN_FIELDS:
                name = _numbered(name)
            fields[name] = position
    if "email" not in known and "linkedin" not in known:
        columns = f"; the columns are: {', '.join(column for column in header if column) or 'none'}" if told else ""
        raise UsageProblem(f"no column holds an email address or a LinkedIn profile{columns}", advice="--map email=COLUMN")
    return Columns(tuple(header), known, fields, tuple(left_out))


def _position(header: Sequence[str], column: str, told: bool) -> int:
    for same in (lambda name: name == column, lambda name: _folded(name) == _folded(column)):
        for position, name in enumerate(header):
            if same(name):
                return position
    if not told:
        raise UsageProblem(f"there is no column {column!r}")
    near = get_close_matches(column, header, n=1)
    hint = f"; did you mean {near[0]!r}?" if near else ""
    raise UsageProblem(f"there is no column {column!r}{hint}", advice=f"the columns are: {', '.join(header)}")


def _connections_url(header: Sequence[str]) -> int:
    """The place of `URL` in LinkedIn's Connections.csv, where it is the profile; -1 in any other file."""
    names = [_folded(name) for name in header]
    return names.index("url") if "url" in names and "connected on" in names else -1


def _numbered(name: str) -> str:
    stem, _, number = name.rpartition("_")
    return f"{stem}_{int(number) + 1}" if stem and number.isdigit() else f"{name}_2"
