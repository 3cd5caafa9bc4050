"""Papers with print, typeset by a browser: other layouts, words and fonts than those that training makes up."""

import random

SENTENCES = """We are glad to tell you that your daughter took part in the science fair last week.|Please sign this
sheet and
give it back by Friday.|The bus leaves at a quarter past seven in front of the gym.|Every pupil needs a raincoat,
strong shoes
and something to eat.|Your son reads aloud with joy and asks good questions.|Das Kind arbeitet ruhig und hilft den
anderen
gern.|Bitte geben Sie den Zettel bis Montag wieder ab.|Wir laden Sie herzlich zum Elternabend ein.|In mathematics the
work was
careful, but often too slow.|The invoice is to be paid within thirty days.|Once upon a time there lived a miller who
had three
sons.|She looked out of the window, but the street was empty.|Am nächsten Morgen war der Schnee geschmolzen.|The
appointment
at the clinic had to be moved to the ninth of May.|Please bring your insurance card and the letter of your doctor.|A
plant
needs light, water and air to make sugar.""".replace("\n", " ").split("|")
NAMES = ("Clara Novak", "Jonas Peters", "Aylin Demir", "Mateo Rossi", "Emma Schulz", "Noah Brandt", "Lina Haddad")
STREETS = ("12 Mill Lane", "Hauptstraße 7", "48 Station Road", "Am Anger 3", "5 Harbour View")
SUBJECTS = ("Mathematics", "German", "English", "Music", "Sports", "Arts", "Biology", "History", "Physics", "Religion")


def prose(chance: random.Random, count: int) -> str:
    """So many sentences."""
    return " ".join(chance.choice(SENTENCES) for _ in range(count))


def letter(chance: random.Random) -> str:
    """A letter with an address, a date and some paragraphs."""
    paragraphs = "".join(f"<p>{prose(chance, chance.randint(2, 5))}</p>" for _ in range(chance.randint(3, 6)))
    return f"""<div style="{_a4(chance)}"><div
style="display:flex;justify-content:space-between"><div>{chance.choice(NAMES)}
<br>{chance.choice(STREETS)}</div><b>{chance.choice(("Primary School", "Dr. Weber", "Savings Bank"))}</b></div>
<p style="text-align:right">{_day(chance)}</p><p>Dear {chance.choice(NAMES)},</p>{paragraphs}<p>Yours, <i>A.
Lang</i></p></div>"""


def report(chance: random.Random) -> str:
    """A school report: a table of subjects and marks."""
    line = chance.choice(("1px solid #444", "1px dotted #888", "none"))
    cell = f"border-bottom:{line};padding:{chance.randint(2, 9)}px"
    rows = "".join(
        f"<tr><td style='{cell}'>{subject}<td style='{cell}'>{chance.randint(1, 4)}"
        f"<td style='{cell}'>{chance.choice(NAMES)}"
        for subject in chance.sample(SUBJECTS, chance.randint(6, 10))
    )
    return f"""<div style="{_a4(chance)}"><h2 style="text-align:center">School Report</h2><p>{chance.choice(NAMES)},
class
{chance.randint(1, 9)}b, born {_day(chance)}</p><table style="width:100%;border-collapse:collapse">{rows}</table>
<p>{prose(chance, 3)}</p></div>"""


def form(chance: random.Random) -> str:
    """A form that somebody filled in."""
    fields = "".join(
        f"<div style='border:1px solid #777;padding:3px;grid-column:span {chance.randint(1, 3)}'>"
        f"<small>{label}</small><br>"
        f"<i>{chance.choice((*NAMES, *STREETS, _day(chance)))}</i></div>"
        for label in ("Surname", "Given names", "Street", "Born on", "Telephone", "Doctor", "Allergies", "Signature")
        for _ in range(chance.randint(1, 2))
    )
    return f"""<div style="{_a4(chance)}"><h3>Registration form</h3><div style="display:grid;gap:6px;
grid-template-columns:repeat(3,1fr)">{fields}</div><p>{prose(chance, 4)}</p></div>"""


def card(chance: random.Random) -> str:
    """A card with a photo: a licence, a pupil's card, an insurance's."""
    hue, wide = chance.randint(0, 360), chance.randint(240, 380)
    entries = "".join(
        f"<div>{number}. {entry}</div>"
        for number, entry in enumerate((chance.choice(NAMES), _day(chance), chance.choice(STREETS), _number(chance)), 1)
    )
    head = f"<circle cx='40' cy='38' r='20' fill='hsl({chance.randint(10, 35)},45%,{chance.randint(35, 80)}%)'/>"
    head += "<ellipse cx='40' cy='95' rx='34' ry='32' fill='#456'/>"
    photo = f"<svg width='80' height='100' style='background:#ccd'>{head}</svg>"
    title = chance.choice(("DRIVING LICENCE", "Student Card", "IDENTITY CARD", "Library Card"))
    return f"""<div style="width:{wide}px;border-radius:12px;padding:12px;font:{wide / 24}px/1.45 held;color:#223;
background:linear-gradient({chance.randint(0, 360)}deg,hsl({hue},45%,90%),hsl({hue + 50},45%,78%))"><b>{title}</b>
<div style="display:flex;gap:12px;margin-top:8px;flex-direction:{chance.choice(("row", "row-reverse"))}">{photo}
<div>{entries}</div></div></div>"""


def exercise(chance: random.Random) -> str:
    """A page of an exercise book, written by hand."""
    rule = chance.randint(22, 40)
    lines = f"repeating-linear-gradient(#fff0 0 {rule - 1}px,#89a8 {rule - 1}px {rule}px)"
    sums = "<br>".join(
        f"{chance.randint(2, 99)} {chance.choice('+−·:')} {chance.randint(2, 99)} = {chance.randint(2, 999)}"
        for _ in range(9)
    )
    words = sums if chance.random() < 0.3 else prose(chance, 12)
    return f"""<div style="width:430px;height:600px;overflow:hidden;padding:0
20px;background:{lines},#fdfdf6;color:#1c2f7d;
font:{rule * 0.72}px/{rule}px written">{words}</div>"""


def receipt(chance: random.Random) -> str:
    """What a till prints."""
    rows = "".join(
        f"<div style='display:flex;justify-content:space-between'>"
        f"<span>{what}</span><span>{chance.uniform(0.4, 20):.2f}</span></div>"
        for what in chance.sample(
            ("Bread", "Milk 1 l", "Apples", "Pencils", "Butter", "Rice", "Tea", "Soap", "Eggs"), 7
        )
    )
    return f"""<div style="width:230px;padding:16px;background:#fcfcfa;color:#333;font:15px/1.4
LiberationMono,monospace">
<center>Corner Shop<br>{chance.choice(STREETS)}<br>{_day(chance)}</center><hr>{rows}<hr><b>Total
{chance.uniform(20, 80):.2f}</b>
<p>{_number(chance)}</p></div>"""


def page(chance: random.Random) -> str:
    """A page of a book or a newspaper, with a picture or without."""
    picture = f"<div style='height:120px;background:linear-gradient(hsl({chance.randint(0, 360)},40%,60%),#ddd)'></div>"
    return f"""<div style="{_a4(chance)};columns:{chance.randint(1, 3)};column-gap:18px;text-align:justify">
<b>{chance.choice(SENTENCES)}</b>{picture if chance.random() < 0.4 else ""}
<p>{prose(chance, 9)}</p><p>{prose(chance, 9)}</p></div>"""


PAPERS = (letter, report, form, card, exercise, receipt, page)


def _a4(chance: random.Random) -> str:
    size = chance.choice((10, 12, 14, 17))
    return f"""width:430px;height:610px;overflow:hidden;padding:{chance.randint(16, 40)}px;
font:{size}px/{chance.uniform(1.2, 1.6)} held;
background:hsl({chance.randint(30, 60)},{chance.randint(0, 30)}%,{chance.randint(88, 99)}%);
color:hsl(0,0%,{chance.randint(5, 30)}%)"""


def _day(chance: random.Random) -> str:
    return (
        f"{chance.randint(1, 28)} {chance.choice(('March', 'April', 'Juni', 'September'))} {chance.randint(1961, 2026)}"
    )


def _number(chance: random.Random) -> str:
    return "".join(chance.choice("0123456789ABX") for _ in range(10))
