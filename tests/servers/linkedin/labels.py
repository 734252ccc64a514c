"""What the fake site says, in each language.

en, de and fr after what was seen: section 2.1 of the LinkedIn research, confidence A unless a comment says C (plausible, not
verified). nl is C throughout; xx is invented, so that only what does not depend on words can work. Where several variants were seen they
stand in a tuple, chosen by `Scenario.wording`. `{name}` is the person.
"""

from tests.servers.linkedin.model import DAY, WEEK, Language

_EN: dict[str, str | tuple[str, ...]] = {
    "connect": "Connect",
    "invite_aria": "Invite {name} to connect",
    "more": "More",
    "more_aria": "More actions",
    "pending": "Pending",
    "pending_aria": "Pending, click to withdraw invitation sent to {name}",
    "dialog_title": "Add a note to your invitation?",
    "add_note": "Add a note",
    "send_no_note": ("Send without a note", "Send now"),
    "send_note": ("Send", "Send invitation"),
    "note_label": "Please limit personal note to {count} characters",
    "message": "Message",
    "message_aria": "Message {name}",
    "composer": "Write a message…",
    "send": "Send",
    "follow": "Follow",
    "follow_aria": "Follow {name}",
    "following": "Following",
    "unfollow_aria": "Unfollow {name}",
    "withdraw": "Withdraw",
    "withdraw_aria": "Withdraw invitation sent to {name}",
    "withdrawn_aria": "Withdrawn invitation sent to {name}",
    "accept": "Accept",
    "accept_aria": "Accept {name}’s request to connect",
    "ignore": "Ignore",
    "ignore_aria": "Ignore {name}’s request to connect",
    "dismiss": ("Dismiss", "Close"),
    "remove_connection": "Remove connection",
    "send_profile": "Send profile in a message",
    "save_sales": "Save in Sales Navigator",
    "website": "Visit my website",
    "email_text": "To verify this member knows you, please enter their email to connect. You can also include a personal note.",
    "weekly_text": "You’ve reached the weekly invitation limit. Please try again next week.",
    "quota_text": "You’re out of free personalized invitations this month",
    "upsell_text": "Message anyone with Premium",
    "premium": "Try Premium",
    "again_text": "You can’t resend an invitation to this person yet",
    "toast_sent": "Sent",
    "toast_failed": "Something went wrong",
    "gone": "This page doesn’t exist",
    "reaction_state": "Reaction button state: {state}",
    "no_reaction": "no reaction",
    "like_state": "Like",
    "react_like": "React Like",
    "unreact_like": "Unreact Like",
    "credits": "Use {count} of {total} InMail credits",
    "subject": "Subject",
    "sales_sent": "You sent a Sales Navigator message",
    "sign_in": "Sign in",
    "agree": "Agree to comply",
    "people_count": "People ({count})",
    "connections_count": "{count} connections",
    "connected_on": "Connected on {date}",
    "load_more": "Load more",
    "picker": "Type a name or multiple names",
    "say_hello": "Say hello",
    "inbox_row": "Select conversation with {name}",
    "contact_info": "Contact info",
    "messaging": "Messaging",
}
_DE: dict[str, str | tuple[str, ...]] = {
    "connect": "Vernetzen",
    "invite_aria": "{name} als Kontakt einladen",
    "more": "Mehr",
    "more_aria": "Mehr Aktionen",
    "pending": "Ausstehend",
    "pending_aria": "Ausstehend, klicken Sie, um die Einladung an {name} zurückzuziehen",
    "dialog_title": "Eine Nachricht zu Ihrer Einladung hinzufügen?",
    "add_note": ("Nachricht hinzufügen", "Notiz hinzufügen"),
    "send_no_note": ("Ohne Nachricht senden", "Ohne Notiz senden"),
    "send_note": ("Senden", "Einladung senden"),
    "note_label": "Ihre persönliche Nachricht",
    "message": "Nachricht",
    "message_aria": "Nachricht an {name} senden",
    "composer": ("Nachricht verfassen", "Nachricht hier eingeben"),
    "send": "Senden",
    "follow": "Folgen",
    "follow_aria": "{name} folgen",
    "following": "Gefolgt",  # C
    "unfollow_aria": "{name} nicht mehr folgen",  # C
    "withdraw": "Zurückziehen",
    "withdraw_aria": "Einladung an {name} zurückziehen",  # C
    "withdrawn_aria": "Einladung an {name} zurückgezogen",  # C
    "accept": "Annehmen",
    "accept_aria": "Einladung von {name} annehmen",
    "ignore": "Ignorieren",
    "ignore_aria": "Einladung von {name} ignorieren",
    "dismiss": "Schließen",  # C
    "remove_connection": "Kontakt entfernen",
    "send_profile": "Profil in einer Nachricht senden",  # C
    "save_sales": "In Sales Navigator speichern",  # C
    "website": "Meine Website besuchen",  # C
    "email_text": "Um zu bestätigen, dass dieses Mitglied Sie kennt, geben Sie bitte die E-Mail-Adresse ein.",  # C
    "weekly_text": "Sie haben Ihr wöchentliches Limit für Kontaktanfragen erreicht.",
    "quota_text": "Sie haben diesen Monat keine kostenlosen persönlichen Einladungen mehr",  # C
    "upsell_text": "Mit Premium allen Mitgliedern Nachrichten senden",  # C
    "premium": "Premium testen",  # C
    "again_text": "Sie können dieser Person noch keine neue Einladung senden",  # C
    "toast_sent": "Gesendet",  # C
    "toast_failed": "Etwas ist schiefgelaufen",  # C
    "gone": "Diese Seite existiert nicht",  # C
    "reaction_state": "Status der Reaktionsschaltfläche: {state}",  # C
    "no_reaction": "keine Reaktion",  # C
    "like_state": "Gefällt mir",  # C
    "react_like": "Mit „Gefällt mir“ reagieren",  # C
    "unreact_like": "Reaktion „Gefällt mir“ entfernen",  # C
    "credits": "{count} von {total} InMail-Guthaben verwenden",  # C
    "subject": "Betreff",
    "sales_sent": "Sie haben eine Sales Navigator-Nachricht gesendet",  # C
    "sign_in": "Einloggen",  # C
    "agree": "Zustimmen",  # C
    "people_count": "Personen ({count})",  # C
    "connections_count": "{count} Kontakte",  # C
    "connected_on": "Vernetzt am {date}",  # C
    "load_more": "Mehr laden",  # C
    "picker": "Geben Sie einen Namen ein",  # C
    "say_hello": "Sagen Sie Hallo",  # C
    "inbox_row": "Unterhaltung mit {name} auswählen",  # C
    "contact_info": "Kontaktinfo",  # C
    "messaging": "Nachrichten",  # C
}
_FR: dict[str, str | tuple[str, ...]] = {
    "connect": ("Se connecter", "Se mettre en relation"),
    "invite_aria": ("Inviter {name} à rejoindre votre réseau", "Se mettre en relation avec {name}"),
    "more": "Plus",
    "more_aria": "Plus d’actions",
    "pending": "En attente",
    "pending_aria": "En attente, cliquez pour retirer l’invitation envoyée à {name}",  # C beyond "En attente"
    "dialog_title": "Ajouter une note à votre invitation ?",  # C
    "add_note": "Ajouter une note",
    "send_no_note": "Envoyer sans note",
    "send_note": ("Envoyer", "Envoyer une invitation"),
    "note_label": "Veuillez limiter la note personnelle à {count} caractères",  # C
    "message": "Message",
    "message_aria": "Envoyer un message à {name}",
    "composer": "Rédigez un message…",  # C
    "send": "Envoyer",
    "follow": "Suivre",
    "follow_aria": "Suivre {name}",  # C
    "following": "Suivi",  # C
    "unfollow_aria": "Ne plus suivre {name}",  # C
    "withdraw": "Retirer",
    "withdraw_aria": "Retirer l’invitation envoyée à {name}",
    "withdrawn_aria": "Retirer l’invitation envoyée à {name}",
    "accept": "Accepter",  # C
    "accept_aria": "Accepter l’invitation de {name}",  # C
    "ignore": "Ignorer",  # C
    "ignore_aria": "Ignorer l’invitation de {name}",  # C
    "dismiss": "Fermer",
    "remove_connection": "Supprimer la relation",  # C
    "send_profile": "Envoyer le profil dans un message",  # C
    "save_sales": "Enregistrer dans Sales Navigator",  # C
    "website": "Visiter mon site web",  # C
    "email_text": "Pour vérifier que ce membre vous connaît, veuillez saisir son adresse e-mail.",  # C
    "weekly_text": "Vous avez atteint la limite hebdomadaire d’invitations.",  # C
    "quota_text": "Vous n’avez plus d’invitations personnalisées gratuites ce mois-ci",  # C
    "upsell_text": "Envoyez des messages à tous avec Premium",  # C
    "premium": "Essayer Premium",  # C
    "again_text": "Vous ne pouvez pas encore renvoyer d’invitation à cette personne",  # C
    "toast_sent": "Envoyé",  # C
    "toast_failed": "Une erreur s’est produite",  # C
    "gone": "Cette page n’existe pas",  # C
    "reaction_state": "État du bouton de réaction : {state}",  # C
    "no_reaction": "aucune réaction",  # C
    "like_state": "J’aime",  # C
    "react_like": "Réagir avec J’aime",  # C
    "unreact_like": "Retirer la réaction J’aime",  # C
    "credits": "Utiliser {count} crédit InMail sur {total}",  # C
    "subject": "Objet",  # C
    "sales_sent": "Vous avez envoyé un message Sales Navigator",  # C
    "sign_in": "S’identifier",  # C
    "agree": "Accepter et continuer",  # C
    "people_count": "Personnes ({count})",  # C
    "connections_count": "{count} relations",  # C
    "connected_on": "Relation établie le {date}",  # C
    "load_more": "Charger plus",  # C
    "picker": "Saisissez un nom",  # C
    "say_hello": "Dites bonjour",  # C
    "inbox_row": "Sélectionner la conversation avec {name}",  # C
    "contact_info": "Coordonnées",  # C
    "messaging": "Messagerie",  # C
}
# The whole of nl is C.
_NL: dict[str, str | tuple[str, ...]] = {
    "connect": ("Connectie maken", "Verbinden"),
    "invite_aria": "{name} uitnodigen om connectie te maken",
    "more": "Meer",
    "more_aria": "Meer acties",
    "pending": "In behandeling",
    "pending_aria": "In behandeling, klik om de uitnodiging aan {name} in te trekken",
    "dialog_title": "Een notitie aan uw uitnodiging toevoegen?",
    "add_note": "Notitie toevoegen",
    "send_no_note": ("Verzenden zonder notitie", "Verzenden zonder bericht"),
    "send_note": "Verzenden",
    "note_label": "Beperk uw persoonlijke notitie tot {count} tekens",
    "message": "Bericht",
    "message_aria": "Bericht aan {name} verzenden",
    "composer": "Schrijf een bericht…",
    "send": "Verzenden",
    "follow": "Volgen",
    "follow_aria": "{name} volgen",
    "following": "Volgend",
    "unfollow_aria": "{name} niet meer volgen",
    "withdraw": "Intrekken",
    "withdraw_aria": "Uitnodiging aan {name} intrekken",
    "withdrawn_aria": "Uitnodiging aan {name} ingetrokken",
    "accept": "Accepteren",
    "accept_aria": "Uitnodiging van {name} accepteren",
    "ignore": "Negeren",
    "ignore_aria": "Uitnodiging van {name} negeren",
    "dismiss": "Sluiten",
    "remove_connection": "Connectie verwijderen",
    "send_profile": "Profiel in een bericht verzenden",
    "save_sales": "Opslaan in Sales Navigator",
    "website": "Mijn website bezoeken",
    "email_text": "Vul het e-mailadres in om te bevestigen dat dit lid u kent.",
    "weekly_text": "U heeft de wekelijkse limiet voor uitnodigingen bereikt.",
    "quota_text": "U heeft deze maand geen gratis persoonlijke uitnodigingen meer",
    "upsell_text": "Stuur iedereen een bericht met Premium",
    "premium": "Premium proberen",
    "again_text": "U kunt deze persoon nog niet opnieuw uitnodigen",
    "toast_sent": "Verzonden",
    "toast_failed": "Er is iets misgegaan",
    "gone": "Deze pagina bestaat niet",
    "reaction_state": "Status van reactieknop: {state}",
    "no_reaction": "geen reactie",
    "like_state": "Interessant",
    "react_like": "Reageren met Interessant",
    "unreact_like": "Reactie Interessant verwijderen",
    "credits": "{count} van {total} InMail-tegoeden gebruiken",
    "subject": "Onderwerp",
    "sales_sent": "U heeft een Sales Navigator-bericht verzonden",
    "sign_in": "Aanmelden",
    "agree": "Akkoord gaan",
    "people_count": "Personen ({count})",
    "connections_count": "{count} connecties",
    "connected_on": "Connectie sinds {date}",
    "load_more": "Meer laden",
    "picker": "Typ een naam",
    "say_hello": "Zeg hallo",
    "inbox_row": "Gesprek met {name} selecteren",
    "contact_info": "Contactgegevens",
    "messaging": "Berichten",
}


def _invented(key: str, text: str) -> str:
    """A word nobody knows, with the same fields as the English one."""
    fields = "".join(f" {{{name}}}" for name in ("name", "count", "total", "date", "state") if f"{{{name}}}" in text)
    word = key[::-1].replace("_", "").translate(str.maketrans("aeiou", "oieua"))
    return f"z{word}ix{fields}"


_XX: dict[str, str | tuple[str, ...]] = {key: _invented(key, value if isinstance(value, str) else value[0]) for key, value in _EN.items()}
PACKS: dict[Language, dict[str, str | tuple[str, ...]]] = {"en": _EN, "de": _DE, "fr": _FR, "nl": _NL, "xx": _XX}
DEGREES: dict[Language, tuple[str, str, str]] = {
    "en": ("1st", "2nd", "3rd+"),
    "fr": ("1er", "2e", "3e+"),
    "de": ("1.", "2.", "3.+"),
    "nl": ("1e", "2e", "3e+"),
    "xx": ("1zu", "2zu", "3zu+"),
}
# Sent today, yesterday; then one and several of days, weeks, months.  en and fr as seen ("Sent 3 weeks ago", "Envoyé il y a 1 mois").
_AGES: dict[Language, tuple[str, ...]] = {
    "en": ("Sent today", "Sent yesterday", "Sent {n} day ago", "Sent {n} days ago", "Sent {n} week ago", "Sent {n} weeks ago",
           "Sent {n} month ago", "Sent {n} months ago"),
    "fr": ("Envoyé aujourd’hui", "Envoyé hier", "Envoyé il y a {n} jour", "Envoyé il y a {n} jours", "Envoyé il y a {n} semaine",
           "Envoyé il y a {n} semaines", "Envoyé il y a {n} mois", "Envoyé il y a {n} mois"),
    "de": ("Heute gesendet", "Gestern gesendet", "Vor {n} Tag gesendet", "Vor {n} Tagen gesendet", "Vor {n} Woche gesendet",
           "Vor {n} Wochen gesendet", "Vor {n} Monat gesendet", "Vor {n} Monaten gesendet"),
    "nl": ("Vandaag verzonden", "Gisteren verzonden", "{n} dag geleden verzonden", "{n} dagen geleden verzonden",
           "{n} week geleden verzonden", "{n} weken geleden verzonden", "{n} maand geleden verzonden", "{n} maanden geleden verzonden"),
    "xx": ("Zut oda", "Zut yas", "Zut {n} ud", "Zut {n} uds", "Zut {n} ew", "Zut {n} ews", "Zut {n} om", "Zut {n} oms"),
}  # fmt: skip


def label(language: Language, key: str, *, wording: int = 0, **values: object) -> str:
    """The words of `key`, filled in."""
    found = PACKS[language][key]
    chosen = found if isinstance(found, str) else found[min(wording, len(found) - 1)]
    return chosen.format(**values)


def sent_age(language: Language, seconds: int) -> str:
    """How long ago an invitation was sent, as the Sent list says it."""
    words = _AGES[language]
    days = max(0, seconds) // DAY
    if days < 2:
        return words[days]
    for unit, single in ((30, 6), (WEEK // DAY, 4), (1, 2)):
        if days >= unit:
            return words[single + (days // unit > 1)].format(n=days // unit)
    raise AssertionError(seconds)
