"""Which wording of a message a lead gets: chosen by hash, so that what preview shows is what goes."""

from seleqt_cli.core.campaign import Variant
from seleqt_cli.core.jitter import pick


def choose(variants: tuple[Variant, ...], lead_key: str, campaign: str, step: str) -> Variant:
    """The variant of this lead at this step, by weight; always the same for the same four.

    A variant of weight 0 is never chosen unless all weigh 0: then the first one is.
    """
    if len(variants) == 1:
        return variants[0]
    total = sum(variant.weight for variant in variants)
    if total <= 0:
        return variants[0]
    point = pick(total, "variant", _sized(lead_key), _sized(campaign), _sized(step))
    for variant in variants:
        point -= variant.weight
        if point < 0:
            return variant
    raise AssertionError("a point below the sum of the weights lies in one of them")


def spin(options: int, lead_key: str, campaign: str, step: str, slot: str) -> int:
    """Which of `options` wordings of a spintax group this lead gets; `slot` names the group in the message."""
    return pick(options, "spintax", lead_key, campaign, step, slot)


def _sized(part: str) -> str:
    """The part with its length in front, so that no two lists of parts read the same."""
    return f"{len(part)}:{part}"
