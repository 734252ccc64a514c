"""Kinds of mail addresses that say something about who reads them, as data.

None of these lists can be whole. They hold what is common and stable: RFC 2142's role names and those of six languages,
services that have given out throw-away mailboxes for years, and slips of the fingers in the names of large providers.
"""

from typing import Final

ROLES: Final = frozenset(
    "abuse accounting accounts admin administratie administration administracion amministrazione anfrage ap ar bestellung bewerbung "
    "billing boekhouding bookings buchhaltung buero business career careers comercial commercial commerciale compras compta comptabilite "
    "contabilidad contact contacto contatti customerservice direction einkauf enquiries events facturacion facturatie facturen "
    "facturation fatture finance ftp gerencia hello hi help helpdesk hola hostmaster hr info informatie informations inkoop inquiries "
    "invoice invoices it jobs klantenservice kontakt kundenservice legal mail mailbox marketing media news newsletter noc office orders "
    "personal planning postmaster presse press privacy purchasing receptie reception rechnung rechnungen recruitment reservations root "
    "rrhh sales salg secretariaat secretariat security segreteria sekretariat service shop ssl staff support team tech "
    "technique usenet uucp vacatures vendite ventas ventes verkoop vertrieb verwaltung webmaster welcome werkenbij winkel www "
    "zentrale".split()
)
"""What stands before the @ of a mailbox that nobody in particular reads."""
NOBODY: Final = frozenset(
    "bounce bounces devnull donotreply do-not-reply mailer-daemon no-reply no_reply noreply nobody null unsubscribe".split()
)
"""Before the @ of a mailbox that no person reads."""

THROW_AWAY: Final = frozenset(
    "0-mail.com 10minutemail.com 10minutemail.net 1secmail.com 1secmail.net 1secmail.org 20minutemail.com 33mail.com anonbox.net "
    "burnermail.io byom.de crazymailing.com discard.email discardmail.com discardmail.de dispostable.com dropmail.me emailondeck.com "
    "emailtemporanea.com fakeinbox.com fakemail.net fakemailgenerator.com filzmail.com getairmail.com getnada.com grr.la guerrillamail.biz "
    "guerrillamail.com guerrillamail.de guerrillamail.info guerrillamail.net guerrillamail.org guerrillamailblock.com harakirimail.com "
    "inboxbear.com inboxkitten.com incognitomail.com jetable.org kurzepost.de mail-temporaire.fr mailcatch.com maildrop.cc mailexpire.com "
    "mailforspam.com mailinator.com mailinator.net mailnesia.com mailnull.com mailsac.com mailtemp.info meltmail.com mintemail.com "
    "moakt.com mohmal.com mt2015.com mytemp.email nada.email nospam.ze.tc nwytg.net objectmail.com pokemail.net rcpt.at schafmail.de "
    "sharklasers.com sofort-mail.de sogetthis.com spam4.me spambog.com spambog.de spambox.us spamgourmet.com spamex.com temp-mail.io "
    "temp-mail.org tempail.com tempinbox.com tempmail.com tempmail.de tempmail.net tempmailo.com tempr.email throwawaymail.com tmail.ws "
    "tmpmail.net tmpmail.org trash-mail.com trash-mail.de trashmail.com trashmail.de trashmail.io trashmail.me trashmail.net trbvm.com "
    "wegwerfmail.de wegwerfmail.net wegwerfmail.org yopmail.com yopmail.fr yopmail.net zehnminutenmail.de".split()
)
"""Domains of mailboxes that end after minutes or are open to everybody. They stand for all below them, and for whom their MX serves."""

SLIPS: Final = {
    slip: right
    for right, slips in {
        "gmail.com": "gmial.com gmai.com gmal.com gamil.com gnail.com gmaill.com gmail.con gmail.co gmail.cm gmail.om gmail.comm gmil.com",
        "hotmail.com": "hotmial.com hotmai.com hotmal.com hotnail.com hotmail.con hotmail.co hotmil.com homail.com hotmaill.com",
        "outlook.com": "outlok.com outllook.com oulook.com outlook.con outlook.co outook.com",
        "yahoo.com": "yaho.com yahooo.com yhoo.com yahoo.con yahoo.co yaoo.com",
        "icloud.com": "iclod.com icoud.com icloud.con icloud.co icluod.com",
        "live.nl": "lve.nl",
        "ziggo.nl": "zigo.nl zigggo.nl",
        "web.de": "wev.de",
        "orange.fr": "orang.fr ornage.fr",
        "wanadoo.fr": "wanado.fr wandoo.fr",
    }.items()
    for slip in slips.split()
}
"""Domain as it was typed -> the one that was meant. Many are registered by somebody, who then reads the mail."""


def throw_away(domain: str) -> bool:
    """Whether a domain, or a host name, is of a service for throw-away mailboxes, or below one."""
    labels = domain.split(".")
    return any(".".join(labels[start:]) in THROW_AWAY for start in range(len(labels) - 1))
