"""The whole operator from several threads at once gives the bytes of one thread: shaping, faces, glyphs, warps, PNG."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import lomo

TEXTS = [
    "The ferry leaves at dawn. It carries forty crates of pears. The captain signs for each. Rain is forecast.",
    "已知数列的前三项。求它的通项公式。然后求前十项的和。最后判断它是否收敛。请写出每一步。",
    "Let $x^2 = 2$. Then $x$ is irrational. Suppose it were a fraction $\\frac{a}{b}$. Which step fails? Say why.",
    "הספר על השולחן. המפתח בכיס. הדלת נעולה. מי סגר אותה? תשובה קצרה.",
    "यह पहला वाक्य है। यह दूसरा है। यह तीसरा है। यह चौथा है। यह अंतिम है।",
    "```python\nfor i in range(3):\n    print(i)\n```\nWhat does it print? And why? Explain it. Be short.",
]


def pictures(number: int) -> list[bytes]:
    text = TEXTS[number % len(TEXTS)]
    config = lomo.Config.from_dict({"position": "full"})
    parts = lomo.substitute(text, key=str(number), config=config).parts
    return [part.png() for part in parts if not isinstance(part, str)]


def test_threads_make_the_bytes_of_one_thread() -> None:
    alone = [pictures(number) for number in range(60)]
    assert all(alone)
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(pictures, range(60))) == alone
