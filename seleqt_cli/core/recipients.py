"""Who gets people's data when a campaign runs: where they sit, and on what a transfer out of the EU rests (GDPR chapter V).

What a provider says about itself changes; nothing here was read in a contract ("not verified"), so the record says to check it.
"""

from dataclasses import dataclass
from typing import Final

from seleqt_cli.core.campaign import Sender, Server, Workspace
from seleqt_cli.core.providers import provider_of, provider_of_server

_DPF: Final = "EU-US Data Privacy Framework and standard contractual clauses (not verified)"
_ADEQUATE: Final = "adequacy decision (not verified)"
_PLACES: Final[dict[str, tuple[str, str]]] = {
    "Google": ("US", _DPF), "Microsoft 365": ("US", _DPF), "Outlook.com": ("US", _DPF), "AOL": ("US", _DPF), "Yahoo": ("US", _DPF),
    "iCloud": ("US", _DPF), "Fastmail": ("AU", "standard contractual clauses (not verified)"), "Zoho": ("US", _DPF),
    "Zoho (EU)": ("NL", ""), "Zoho (IN)": ("IN", "standard contractual clauses (not verified)"), "Proton": ("CH", _ADEQUATE),
    "Infomaniak": ("CH", _ADEQUATE), "Bluewin": ("CH", _ADEQUATE), "Migadu": ("CH", _ADEQUATE), "Yandex": ("RU", "none known"),
    "GMX": ("DE", ""), "WEB.DE": ("DE", ""), "T-Online": ("DE", ""), "Posteo": ("DE", ""), "STRATO": ("DE", ""), "IONOS": ("DE", ""),
    "TransIP": ("NL", ""), "KPN": ("NL", ""), "Ziggo": ("NL", ""), "Hostnet": ("NL", ""), "Soverin": ("NL", ""), "Telenet": ("BE", ""),
    "Mailfence": ("BE", ""), "OVHcloud": ("FR", ""), "Gandi": ("FR", ""), "Orange": ("FR", ""), "Free": ("FR", ""),
    "La Poste": ("FR", ""), "Aruba": ("IT", ""), "Libero": ("IT", ""), "Hostinger": ("LT", ""),
    "Namecheap Private Email": ("US", _DPF), "Rackspace": ("US", _DPF), "GoDaddy": ("US", _DPF),
}  # fmt: skip
"""Provider of mail -> (country, what a transfer rests on; '' inside the EU)."""
_UNKNOWN: Final = ("", "check where it is and what a transfer rests on")


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody who gets data. `country` '' = unknown; `transfer` '' = none out of the EU."""

    name: str
    role: str
    country: str
    transfer: str


def recipients(workspace: Workspace) -> list[Recipient]:
    """Everybody whom the campaigns of a file hand data to, in the order of the file, each once."""
    found = [one for sender in workspace.senders.values() for one in _of_sender(sender)]
    hooks = [*workspace.hooks, *(hook for campaign in workspace.campaigns.values() for hook in campaign.hooks)]
    for hook in hooks:
        if hook.webhook:
            host = hook.webhook.partition("://")[2].partition("/")[0].rpartition("@")[2]
            found.append(Recipient(host, f"is told of events ({hook.event})", *_UNKNOWN))
        elif hook.command:
            found.append(Recipient(hook.command[0], f"program of your own that is told of events ({hook.event})", *_UNKNOWN))
    return list({(one.name, one.role): one for one in found}.values())


def _of_sender(sender: Sender) -> list[Recipient]:
    if sender.channel == "linkedin":
        return [Recipient("LinkedIn Ireland", "carries invitations and messages; a controller of its own", "IE", f"to the US: {_DPF}")]
    if sender.outbox:
        return []
    provider = provider_of_server(sender.smtp) or provider_of(sender)
    if provider is not None:
        found = [Recipient(provider.name, "sends mail and keeps the mailbox; processor", *_PLACES.get(provider.name, _UNKNOWN))]
    elif sender.smtp is not None:
        found = [Recipient(sender.smtp.host, "sends mail; processor", *_UNKNOWN)]
    else:
        domain = sender.address.rpartition("@")[2]
        return [Recipient(f"the mail host of {domain}", "sends mail and keeps the mailbox; processor", *_UNKNOWN)]
    if isinstance(sender.imap, Server) and sender.imap.host != (provider.imap.host if provider is not None else ""):
        found.append(Recipient(sender.imap.host, "keeps the mailbox; processor", *_UNKNOWN))
    return found
