"""Blocks of small prompts written for this table: formulas, code, and what only looks like one."""

from __future__ import annotations

import pytest

from lomo.span.blocks import Block, blocks

# (prompt, the blocks that are not text, in order, as "kind: characters"; "display" for a displayed formula)
CASES: list[tuple[str, list[str]]] = [
    ("", []),
    ("Nothing here but words.", []),
    # Dollars: money.
    ("The mug was $7 and the plate $12.", []),
    ("Between $3-$9 a ticket, $1,400.25 for all.", []),
    ("He earned 350$, she earned 50$ less.", []),
    ("($45,000 ($9,000 each) were paid.)", []),
    ("Prices: $5/$10, $5+$10, US$5 or A$6", []),
    ("苹果,200,$20,000\n香蕉,300,$23,000", []),
    ("笔¥3，书$5，买$n$支", ["math: $n$"]),
    ("价格是$5和$x$元", ["math: $x$"]),
    (r"It is \$5, not \$6.", []),
    ("She pays $4 for $x$ of them.", ["math: $x$"]),
    ("A fee of $4. Let $y$ be free; $2y + 1$ is not $20.", ["math: $y$", "math: $2y + 1$"]),
    # Dollars: formulas.
    ("Let $x$ and $y'$ be $> 0$.", ["math: $x$", "math: $y'$", "math: $> 0$"]),
    ("$5$ apples, $1, 2, 3, \\ldots$, $2.5$.", ["math: $5$", "math: $1, 2, 3, \\ldots$", "math: $2.5$"]),
    ("The $n$th term of $a_{n}$-type.", ["math: $n$", "math: $a_{n}$"]),
    ("a $p$-group, the $7-$Sylow one", ["math: $p$", "math: $7-$"]),
    ("an angle of 45$^\\circ$, 2$x$, $45^o$", ["math: $^\\circ$", "math: $x$", "math: $45^o$"]),
    ("so $ x $ and $ x + 1 = y $ too", ["math: $ x $", "math: $ x + 1 = y $"]),
    ("$x$$y$", ["math: $x$", "math: $y$"]),
    ("$ABCD$ and $abc + bcd + acd$.", ["math: $ABCD$", "math: $abc + bcd + acd$"]),
    ("Points $P 、 Q$ and $A，B$", ["math: $P 、 Q$", "math: $A，B$"]),
    (
        "$f:X \\to Y$, $h[n]$, $(x, y)$, ${n}$",
        ["math: $f:X \\to Y$", "math: $h[n]$", "math: $(x, y)$", "math: ${n}$"],
    ),
    (r"$\$5$ at $6\%$", [r"math: $\$5$", r"math: $6\%$"]),
    (r"$x \text{ if $x > 0$ holds}$!", [r"math: $x \text{ if $x > 0$ holds}$"]),
    (r"$x \mbox{ in } \left\{ 1 \right.$", [r"math: $x \mbox{ in } \left\{ 1 \right.$"]),
    (
        r"$\begin{array}{cc}& & 1\\ \cline{1-2}&& 4\end{array}$",
        [r"math: $\begin{array}{cc}& & 1\\ \cline{1-2}&& 4\end{array}$"],
    ),
    ("$a +\nb$ wraps", ["math: $a +\nb$"]),
    ("$a +\n\nb$ does not", []),
    ("only one $ here", []),
    ("$total and \\alpha then $x$", ["math: \\alpha", "math: $x$"]),
    ("It costs $5. \n\\(a \\le b\\)\nOne. \n$x$", ["math: \\(a \\le b\\)", "math: $x$"]),
    ("Hello $name$, you owe $balance$.", []),
    ("$AAA and $BBB rose; =SUM($A$1:$B$2)", []),
    ("the cost is $5. So $\\alpha$ is $6.", ["math: $\\alpha$"]),
    # Double dollars.
    ("$$2006$$年", ["math display: $$2006$$"]),
    ("$$\n\nx = 1\n\n$$", ["math display: $$\n\nx = 1\n\n$$"]),
    ("Earn $$$ fast, $$ even.", []),
    ("kill $$; echo $$", []),
    ("buy $$AAA and $$BBB", []),
    (r"$$x \text{ for $y$ }$$", [r"math display: $$x \text{ for $y$ }$$"]),
    # Brackets and environments.
    (r"\(a\) and \[ b \] end", [r"math: \(a\)", r"math display: \[ b \]"]),
    (r"Open \( x and never close.", []),
    (r"\( x \( y \)", [r"math: \( y \)"]),
    (r"a \\[2pt] b \] c", []),
    (r"\(note that this is prose\)", []),
    (
        "\\begin{align}\na &= b \\\\\n\nc &= d\n\\end{align} then",
        ["math display: \\begin{align}\na &= b \\\\\n\nc &= d\n\\end{align}"],
    ),
    (
        r"\begin{matrix}\begin{matrix}a\end{matrix}\end{matrix}!",
        [r"math display: \begin{matrix}\begin{matrix}a\end{matrix}\end{matrix}"],
    ),
    (r"\begin{align} x", []),
    (r"\begin{itemize}\item $x$\end{itemize}", ["math: $x$"]),
    (
        r"\begin{tikzpicture}\draw $x$;\end{tikzpicture}",
        [r"code: \begin{tikzpicture}\draw $x$;\end{tikzpicture}"],
    ),
    # Bare commands.
    (
        r"Half is \frac{1}{2}, or \frac12 of \alpha.",
        [r"math: \frac{1}{2}", r"math: \frac12", r"math: \alpha"],
    ),
    (r"\sum_{i=1}^n\limits i", [r"math: \sum_{i=1}^n"]),
    (r"\sum\limits_{i}^{n} i \int_a^b f", [r"math: \sum\limits_{i}^{n}", r"math: \int_a^b"]),
    (r"\left[ 1, \left( 2 \right) \right) in", [r"math: \left[ 1, \left( 2 \right) \right)"]),
    (r"\sqrt[3]{x} and \sqrt 2, \vec v is", [r"math: \sqrt[3]{x}", r"math: \sqrt 2", r"math: \vec v"]),
    (r"\sin\theta\cos\phi", [r"math: \sin\theta\cos\phi"]),
    (r"4\pi/3, a\times b", [r"math: \pi", r"math: \times"]),
    (
        "x_{1}^{2}, x^2_{1}, log_{10}(x), H_{2}O",
        ["math: x_{1}^{2}", "math: x^2_{1}", "math: log_{10}", "math: H_{2}"],
    ),
    ("(a+b)^{2} and e^{-x}", ["math: (a+b)^{2}", "math: e^{-x}"]),
    (r"\frac{1 unclosed and \boxed answer", []),
    (r"\textbf{bold} \item \section{One} \mymacro{x}", []),
    ("file_{name}.txt, my_var_{i}, img_{n}.png", []),
    # What is not LaTeX.
    (r"C:\Users\alpha\beta.txt and D:\frac\new", []),
    (r"src\alpha\beta.c and \alpha.txt", []),
    (r"use App\Models\User;", []),
    (r"Line one\nline two\n\nThree \not at all, \to go", []),
    (r"the expression ^\d+\s*$ and [a-z]+$ match", []),
    # Unfenced code.
    ("$total = $price * $count; echo it", []),
    ("export PATH=$PATH:$HOME/bin", []),
    ('echo "$a and $b"', []),
    ('x=$(dirname -- "$0"); y=${a} z="${b}"', []),
    ("awk '{print $1, $2}' f | sed 's/a$//; s/$x$/y/'", []),
    ('write-host $ran":"$hr":"$ran', []),
    ("$this->foo($bar)", []),
    ('<a id=${level} name="${x}">', ['html: <a id=${level} name="${x}">']),
    ("plt.xlabel(r'$\\alpha$'); print('$x$')", []),
    ('    return f"x_{i}^{j}"\n', []),
    ("def f(x):\n    y = 1\n\n    return g('$x$', y)", []),
    ("function minion\n{\n    $a $b = $c$\n}", []),
    ("Show this:\n    Let $x$ be\n    $y$.", ["math: $x$", "math: $y$"]),
    # Code.
    ("a\n```python\n$x$\n```\n$y$", ["code: ```python\n$x$\n```", "math: $y$"]),
    ("~~~\n$x$\n```\n~~~ \nb", ["code: ~~~\n$x$\n```\n~~~"]),
    ("````\n```\n````\n$y$", ["code: ````\n```\n````", "math: $y$"]),
    ("```\n$x$ never closed", ["code: ```\n$x$ never closed"]),
    ("- item\n  ```sh\n  echo $x$\n  ```\n", ["code: ```sh\n  echo $x$\n  ```"]),
    ("fix this: ```js\nlet a = `$x$`;\n\nb\n```\nplease", ["code: ```js\nlet a = `$x$`;\n\nb\n```"]),
    ("use `$x$` and `` a`b `` or ` unclosed", ["code: `$x$`", "code: `` a`b ``"]),
    ("a `b\n\nc` d", []),
    (r"\`$x$\`", ["math: $x$"]),
    ('[asy]\nlabel("$x$");\n[/asy] $y$', ['code: [asy]\nlabel("$x$");\n[/asy]', "math: $y$"]),
    ("<pre>$x$</pre><?php $a = $b; ?>", ["code: <pre>$x$</pre>", "code: <?php $a = $b; ?>"]),
    # URLs, images.
    ("See https://a.org/x_(y)?q=$n$&c=$5. Then $z$.", ["url: https://a.org/x_(y)?q=$n$&c=$5", "math: $z$"]),
    ("(http://a.b/c) www.a.com, ftp://x.y!", ["url: http://a.b/c", "url: www.a.com", "url: ftp://x.y"]),
    ("访问https://a.cn/路径，谢谢", ["url: https://a.cn/"]),
    ("**https://a.b/c**", ["url: https://a.b/c"]),
    ("a :// b, http:// and www. alone", []),
    (
        '![alt $x$](a_(b).png "t") [l](https://c.d/e)',
        ['url: ![alt $x$](a_(b).png "t")', "url: https://c.d/e"],
    ),
    ("<https://a.b/c>", ["url: <https://a.b/c>"]),
    # HTML and placeholders.
    (
        "H<sub>2</sub>O <br/> <img src='a>b'>",
        ["html: <sub>", "html: </sub>", "html: <br/>", "html: <img src='a>b'>"],
    ),
    ('<!-- $x$ --> <item id="3">', ["html: <!-- $x$ -->", 'html: <item id="3">']),
    ("if a<b and c>d, vector<int>, 1 < 2 > 0", []),
    (
        "<image>\nWhat? <video><audio> <images>",
        ["media: <image>", "media: <video>", "media: <audio>", "html: <images>"],
    ),
    # Tables.
    (
        "Look:\n| a | b |\n|:--|--:|\n| $x$ | `$y$` |\n| c\\|d | |\nEnd $z$.",
        ["table: | a | b |\n|:--|--:|\n| $x$ | `$y$` |\n| c\\|d | |", "math: $x$", "math: $z$"],
    ),
    ("a | b\n- | -\n1 | 2", ["table: a | b\n- | -\n1 | 2"]),
    ("| a |\n\n| - |", []),
    ("one line\n---\ntwo | three", []),
    ("| $5 | $6 |\n|---|---|\n| $7 | $8 |", ["table: | $5 | $6 |\n|---|---|\n| $7 | $8 |"]),
    ("| a | b |\n|---|---|\n| <image> | $x$ |", ["media: <image>", "math: $x$"]),
    ("```\n| a |\n|---|\n```", ["code: ```\n| a |\n|---|\n```"]),
    # Other scripts.
    ("已知$f(x)=\\ln x$，求最大值", ["math: $f(x)=\\ln x$"]),
    ("إذا كان $x + 3 = 7$ فما $ b$؟", ["math: $x + 3 = 7$", "math: $ b$"]),
    ("👨‍👩‍👧 shares $\\frac{3}{4}$ 🍕", ["math: $\\frac{3}{4}$"]),
    ("\ud800 $x$ \udfff", ["math: $x$"]),
]


def shown(text: str, found: list[Block]) -> list[str]:
    return [
        f"{block.kind}{' display' if block.display else ''}: {text[block.start : block.end]}"
        for block in found
        if block.kind != "text"
    ]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[ascii(text)[:50] for text, _ in CASES])
def test_blocks_of_a_prompt(text: str, expected: list[str]) -> None:
    assert shown(text, blocks(text)) == expected


def test_an_empty_text_has_no_block_and_a_plain_one_has_one() -> None:
    assert blocks("") == []
    assert blocks("plain") == [Block("text", 0, 5, False)]


def test_the_formulas_of_a_table_follow_it() -> None:
    text = "| a | b |\n|---|---|\n| $x$ | $y$ |\nafter"
    assert [(block.kind, block.start, block.end) for block in blocks(text)] == [
        ("table", 0, 33),
        ("math", 22, 25),
        ("math", 28, 31),
        ("text", 33, 39),
    ]
