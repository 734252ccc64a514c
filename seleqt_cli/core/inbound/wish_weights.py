"""What each trait of a sentence weighs for or against a wish to hear no more (core.inbound.wishes).

Fitted to the answers and opt-outs of the tests and rounded by `bench/wishes.py --write`.
"""

from typing import Final

BIAS: Final = -13
ENOUGH: Final = 10
"""Weight, in tenths as all here, from which on a sentence is one."""
MORE_THAN_ENOUGH: Final = 17
"""The same in a text of more than 40 words, which holds more sentences to be mistaken."""
WEIGHTS: Final[dict[str, int]] = {
    "few": 18, "short": 14, "remove+owned": 14, "right": 13, "neg+mail": 13, "list": 12, "short remove": 11, "please": 11,
    "neg+mail+more": 11, "take+list+self": 10, "stop+mail": 10, "this": 9, "owned": 9, "neg+more": 9, "neg+adverts": 8, "remove": 7,
    "neg+please+mail": 7, "few remove": 7, "adverts": 7, "stop": 6, "neg+right": 6, "short stop": 5, "remove+please": 4,
    "remove+list": 4, "more": 4, "self": 3, "around remove": 3, "take": 2, "stop+adverts": 2, "around adverts": 2, "alone": 2,
    "stop+please": 1, "neg+mail+self": 1, "around right": 1, "long text": -1, "remove+self": -2, "own act": -2, "long": -2,
    "around time": -2, "around stop": -2, "neg+remove": -3, "neg": -6, "short neg": -7, "came": -7, "neg+take": -8, "asks": -8,
    "neg+stop": -11, "thing": -12, "around other": -12, "around asked": -14, "welcome": -16, "asked": -16, "around talk": -16,
    "came+neg": -18, "talk": -22, "time": -24, "other": -25,
}  # fmt: skip
