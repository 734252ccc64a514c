"""Fits the weights of core.inbound.wishes to the answers and opt-outs of the tests (`optouts.txt`, `arrived*.txt`).

Without an argument it says how the weights do on what they were not fitted to (eight parts, each judged by weights fitted to the other
seven, without any phrase or pattern). `--write` fits them to all and writes `wish_weights.py`.
"""

import json
import math
import sys
from pathlib import Path
from typing import Final

from seleqt_cli.channels.email.reading import read_mail
from seleqt_cli.core.inbound.optout import by_token, flowing, own_words
from seleqt_cli.core.inbound.visible import visible_text
from seleqt_cli.core.inbound.wish_weights import ENOUGH
from seleqt_cli.core.inbound.wishes import sentences

ROOT: Final = Path(__file__).parent.parent
ANSWERS: Final = ROOT / "tests" / "core" / "inbound" / "optouts.txt"
MAILS: Final = ROOT / "tests" / "channels" / "email"
WRITTEN: Final = ROOT / "seleqt_cli" / "core" / "inbound" / "wish_weights.py"
PARTS: Final = 8
TURNS: Final = 4
STEPS: Final = 500
RATE: Final = 0.5
SHRINK: Final = 0.001
OF_AN_OPTOUT: Final = 0.8
"""How much an opt-out counts beside a sentence of an answer: to take an answer for an opt-out is the worse mistake."""
TENTHS: Final = 10
MORE: Final = 7
HEAD: Final = '''"""What each trait of a sentence weighs for or against a wish to hear no more (core.inbound.wishes).

Fitted to the answers and opt-outs of the tests and rounded by `bench/wishes.py --write`.
"""

from typing import Final

BIAS: Final = {bias}
ENOUGH: Final = {enough}
"""Weight, in tenths as all here, from which on a sentence is one."""
MORE_THAN_ENOUGH: Final = {more}
"""The same in a text of more than 40 words, which holds more sentences to be mistaken."""
WEIGHTS: Final[dict[str, int]] = {{
{rows}
}}  # fmt: skip
'''

Traits = tuple[str, ...]
Text = tuple[bool, list[Traits]]
"""Whether it is an opt-out, and the traits of its sentences."""


def texts() -> list[Text]:
    """The answers and opt-outs, in the order of the files."""
    found: list[Text] = []
    for line in ANSWERS.read_text("utf-8").splitlines():
        meant, _, text = line.partition("|")
        said = flowing(own_words(text.replace("\\n", "\n")))
        found.append((meant.strip("~") == "unsubscribe", [tuple(sorted(traits)) for traits, _ in sentences(said)]))
    return found + arrived()


def arrived() -> list[Text]:
    """Those among the whole mails of the tests."""
    found: list[Text] = []
    for file in sorted(MAILS.glob("arrived*.txt")):
        for one in file.read_text("utf-8").split("\n##### ")[1:]:
            head, _, text = one.partition("\n")
            meant = head.partition(" ")[0]
            mail = read_mail(text.encode())
            if meant in ("reply", "unsubscribe") and by_token(mail) is None:
                said = flowing(own_words(visible_text(mail.text)))
                found.append((meant == "unsubscribe", [tuple(sorted(traits)) for traits, _ in sentences(said)]))
    return found


def score(traits: Traits, weights: dict[str, float], bias: float) -> float:
    """The weight of one sentence."""
    return bias + sum(weights.get(trait, 0.0) for trait in traits)


def fitted(among: list[Text]) -> tuple[dict[str, float], float]:
    """Logistic regression: of an opt-out the sentence that says it, which is found out in turns; of an answer all."""
    weights: dict[str, float] = {}
    bias = -1.0
    for turn in range(TURNS):
        rows: list[tuple[Traits, float]] = []
        for wish, said in among:
            if said and wish:
                most = max(said, key=lambda traits: score(traits, weights, bias)) if turn else tuple(sorted(set().union(*said)))
                rows.append((most, 1.0))
            elif said:
                rows += [(traits, 0.0) for traits in said]
        for _ in range(STEPS):
            slope: dict[str, float] = {}
            drift = 0.0
            for traits, meant in rows:
                guess = 1 / (1 + math.exp(-score(traits, weights, bias)))
                wrong = (guess - meant) * (OF_AN_OPTOUT if meant else 1.0) / len(rows)
                drift += wrong
                for trait in traits:
                    slope[trait] = slope.get(trait, 0.0) + wrong
            for trait, step in slope.items():
                old = weights.get(trait, 0.0)
                weights[trait] = old - RATE * (step + SHRINK * old)
            bias -= RATE * drift
    return weights, bias


def judged(among: list[Text]) -> dict[str, str]:
    """How many are told by weights that were fitted without them."""
    told = {True: [0, 0], False: [0, 0]}
    for part in range(PARTS):
        weights, bias = fitted([one for number, one in enumerate(among) if number % PARTS != part])
        for wish, said in among[part::PARTS]:
            told[wish][0] += any(score(traits, weights, bias) * TENTHS >= ENOUGH for traits in said)
            told[wish][1] += 1
    return {
        "opt-outs found": f"{told[True][0]} of {told[True][1]}",
        "answers taken for one": f"{told[False][0]} of {told[False][1]}",
    }


def written(among: list[Text]) -> str:
    """The text of wish_weights.py."""
    weights, bias = fitted(among)
    rows, line = [], "   "
    for weight, trait in sorted(((round(weight * TENTHS), trait) for trait, weight in weights.items()), reverse=True):
        one = f' "{trait}": {weight},' if weight else ""
        if len(line + one) > 136:
            rows.append(line)
            line = "   "
        line += one
    return HEAD.format(bias=round(bias * TENTHS), enough=ENOUGH, more=ENOUGH + MORE, rows="\n".join([*rows, line]))


if __name__ == "__main__":
    if sys.argv[1:] == ["--write"]:
        WRITTEN.write_text(written(texts()), "utf-8")
    else:
        print(json.dumps({"job": "wishes", **judged(texts())}))
