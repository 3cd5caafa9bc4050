"""Things and surfaces without lines of print, drawn by a browser: CSS, SVG and its turbulence."""

import random

from tests.browser.faces import MOUTHS, SKINS, Face, svg


def colour(chance: random.Random) -> str:
    """Any colour."""
    return f"hsl({chance.randint(0, 360)},{chance.randint(0, 90)}%,{chance.randint(12, 92)}%)"


def _layer(background: str, more: str = "") -> str:
    return f"<div style='width:900px;height:900px;background:{background};{more}'></div>"


def plain(chance: random.Random) -> str:
    """A wall or a table."""
    return _layer(f"linear-gradient({chance.randint(0, 360)}deg,{colour(chance)},{colour(chance)})")


def turbulent(chance: random.Random) -> str:
    """Marble, wool, fur, water, wood: whatever noise looks like."""
    fine = chance.choice((0.01, 0.03, 0.08, 0.2))
    stretch = chance.choice((1, 1, 0.1, 6))
    kind = chance.choice(("turbulence", "fractalNoise"))
    spread = " ".join(f"{chance.uniform(-1.5, 1.5):.2f}" for _ in range(3))
    rows = " ".join(f"{spread} 0 {chance.uniform(0.2, 0.8):.2f}" for _ in range(3))
    return f"""<svg width="900" height="900"><filter id="n" x="0" y="0" width="1" height="1"><feTurbulence type="{kind}"
baseFrequency="{fine} {fine * stretch}" numOctaves="{chance.randint(1, 6)}" seed="{chance.randint(0, 999)}"/>
<feColorMatrix values="{rows} 0 0 0 0 1"/></filter><rect width="900" height="900" filter="url(#n)"/></svg>"""


def stripes(chance: random.Random) -> str:
    """Stripes, ribs, blinds."""
    one, other = chance.randint(2, 30), chance.randint(2, 30)
    first, second = colour(chance), colour(chance)
    turned = chance.choice((0, 90, chance.randint(0, 180)))
    return _layer(f"repeating-linear-gradient({turned}deg,{first} 0 {one}px,{second} {one}px {one + other}px)")


def tartan(chance: random.Random) -> str:
    """A plaid cloth."""
    lines = []
    for _ in range(chance.randint(1, 3)):
        ink, wide = f"hsla({chance.randint(0, 360)},70%,{chance.randint(10, 80)}%,.5)", chance.randint(3, 25)
        period = wide + chance.randint(6, 60)
        lines += [f"repeating-linear-gradient({way}deg,{ink} 0 {wide}px,#0000 {wide}px {period}px)" for way in (0, 90)]
    return _layer(",".join([*lines, f"linear-gradient({colour(chance)} 0 0)"]))


def bricks(chance: random.Random) -> str:
    """A wall of bricks or tiles."""
    high, wide = chance.randint(10, 50), chance.randint(25, 110)
    one = "".join(
        f"<div style='flex:0 0 {wide}px;background:"
        f"hsl({chance.randint(0, 30)},{chance.randint(30, 60)}%,{chance.randint(25, 60)}%)'></div>"
        for _ in range(900 // wide + 2)
    )
    rows = "".join(
        f"<div style='display:flex;gap:3px;height:{high}px;"
        f"margin:3px 0 0 {-wide // 2 * (row % 2)}px;width:2000px'>{one}</div>"
        for row in range(900 // (high + 3))
    )
    return f"<div style='width:900px;height:900px;overflow:hidden;background:{colour(chance)}'>{rows}</div>"


def chessboard(chance: random.Random) -> str:
    """A chessboard."""
    one, other, size = colour(chance), colour(chance), chance.randint(14, 110)
    return _layer(f"repeating-conic-gradient({one} 0 25%,{other} 0 50%) 0/{size}px {size}px")


def dots(chance: random.Random) -> str:
    """Dots in rows, as of a sieve or a dress."""
    size = chance.randint(8, 60)
    return _layer(
        f"radial-gradient({colour(chance)} {chance.randint(20, 45)}%,{colour(chance)} 50%) 0/{size}px {size}px"
    )


def keyboard(chance: random.Random) -> str:
    """Keys with a letter on each."""
    size, ink, key = chance.randint(22, 60), colour(chance), colour(chance)
    keys = "".join(
        f"<span style='flex:0 0 {size}px;height:{size}px;border-radius:5px;background:{key};padding:2px 5px'>"
        f"{chance.choice('QWERTZUIOPASDFGHJKLYXCVBNM')}</span>"
        for _ in range(90)
    )
    return f"""<div style="width:{size * 11}px;padding:10px;display:flex;flex-wrap:wrap;gap:5px;border-radius:10px;
background:{colour(chance)};color:{ink};font:{size * 0.4}px held">{keys}</div>"""


def clock(chance: random.Random) -> str:
    """A clock with numbers."""
    numbers = "".join(
        f"<text x='0' y='-78' text-anchor='middle' transform='rotate({hour * 30})'>{hour}</text>"
        for hour in range(1, 13)
    )
    hands = "".join(
        f"<rect x='-3' y='{-far}' width='6' height='{far}' transform='rotate({chance.randint(0, 360)})'/>"
        for far in (50, 72)
    )
    return f"""<svg width="360" height="360" viewBox="-110 -110 220 220" style="font:18px held"><circle r="105"
fill="{colour(chance)}" stroke="#333" stroke-width="5"/>{numbers}{hands}</svg>"""


def shirt(chance: random.Random) -> str:
    """A shirt with one large letter or number on it."""
    sign = chance.choice("ABCKMRSTXYZ0123456789")
    return f"""<svg width="420" height="420" viewBox="0 0 200 200"><path d="M60 20 L20 50 L35 80 L50 70 V190 H150 V70
L165 80
L180 50 L140 20 Q100 50 60 20Z" fill="{colour(chance)}"/><text x="100" y="130" text-anchor="middle" font-family="held"
font-size="{chance.randint(40, 80)}" fill="{colour(chance)}">{sign}</text></svg>"""


def blank(chance: random.Random) -> str:
    """A paper that nobody has written on: plain, ruled or squared."""
    rule = chance.randint(9, 30)
    lines = [f"repeating-linear-gradient({way}deg,#0000 0 {rule - 1}px,#89ac {rule - 1}px {rule}px)" for way in (0, 90)]
    backgrounds = [*lines[: chance.randint(0, 2)], "linear-gradient(#fbfaf4 0 0)"]
    return f"<div style='width:400px;height:560px;background:{','.join(backgrounds)}'></div>"


def drawing(chance: random.Random) -> str:
    """A house, a sun, a tree and scribbles on paper."""
    scribbles = "".join(
        f"<path d='M{chance.randint(0, 300)} {chance.randint(0, 300)} "
        + " ".join(f"T{chance.randint(0, 300)} {chance.randint(0, 300)}" for _ in range(chance.randint(2, 9)))
        + f"' fill='none' stroke='{colour(chance)}' stroke-width='{chance.randint(2, 7)}'/>"
        for _ in range(chance.randint(1, 4))
    )
    return f"""<svg width="420" height="420" viewBox="0 0 300 300" style="background:#fdfdf8"><path d="M60 240V150L120
90L180
150V240Z" fill="{colour(chance)}" stroke="#222" stroke-width="4"/><circle cx="240" cy="60" r="30" fill="#fb3"/>
<circle cx="235" cy="170" r="32" fill="#4a4"/><rect x="230" y="200" width="10" height="50"
fill="#740"/>{scribbles}</svg>"""


def leaves(chance: random.Random) -> str:
    """A bush."""
    all_leaves = "".join(
        f"<path d='M0 -18Q10 0 0 18Q-10 0 0 -18' fill='hsl({chance.randint(70, 140)},50%,{chance.randint(15, 55)}%)' "
        f"transform='translate({chance.randint(0, 450)} {chance.randint(0, 450)}) rotate({chance.randint(0, 360)}) "
        f"scale({chance.uniform(0.5, 1.6):.2f})'/>"
        for _ in range(700)
    )
    return f"<svg width='900' height='900' viewBox='0 0 450 450' style='background:#231'>{all_leaves}</svg>"


def things(chance: random.Random) -> str:
    """Balls, cups and blocks."""
    shapes = []
    for number in range(chance.randint(1, 12)):
        x, y, size = chance.randint(40, 360), chance.randint(40, 360), chance.randint(15, 130)
        fill = f"<radialGradient id='g{number}' cx='.35' cy='.3'><stop stop-color='{colour(chance)}'/>"
        fill += f"<stop offset='1' stop-color='{colour(chance)}'/></radialGradient>"
        shape = chance.choice(
            (
                f"<circle cx='{x}' cy='{y}' r='{size}'",
                f"<rect x='{x - size}' y='{y - size}' width='{2 * size}' "
                f"height='{size * 1.4}' rx='{chance.randint(0, 30)}'",
                f"<ellipse cx='{x}' cy='{y}' rx='{size}' ry='{size * chance.uniform(0.3, 0.8)}'",
            )
        )
        shapes.append(f"{fill}{shape} fill='url(#g{number})' transform='rotate({chance.randint(0, 90)} {x} {y})'/>")
    return f"<svg width='420' height='420'>{''.join(shapes)}</svg>"


def books(chance: random.Random) -> str:
    """The backs of books without titles, or fences, or windows."""
    backs = "".join(
        f"<div style='width:{chance.randint(8, 40)}px;height:{chance.randint(90, 160)}px;"
        f"background:{colour(chance)}'></div>"
        for _ in range(150)
    )
    rows = f"width:900px;display:flex;flex-wrap:wrap;align-items:end;gap:2px;background:{colour(chance)}"
    return f"<div style='{rows}'>{backs}</div>"


def face(chance: random.Random) -> str:
    """Somebody who is drawn."""
    drawn = svg(Face(chance.choice(list(MOUTHS)), skin=chance.choice(SKINS)))
    return f"<svg width='640' height='480' viewBox='0 0 640 480'>{drawn}</svg>"


def chart(chance: random.Random) -> str:
    """Bars and curves, without words."""
    bars = "".join(
        f"<rect x='{40 + 30 * place}' y='{300 - high}' width='20' height='{high}' fill='{colour(chance)}'/>"
        for place, high in enumerate(chance.choices(range(20, 260), k=10))
    )
    axes = "<path d='M30 20V300H380' fill='none' stroke='#222'/>"
    return f"<svg width='400' height='340' style='background:#fff'>{axes}{bars}</svg>"


SURFACES = (plain, plain, turbulent, turbulent, stripes, tartan, bricks, chessboard, dots, leaves, books)
OBJECTS = (keyboard, clock, shirt, blank, drawing, things, things, face, chart)
