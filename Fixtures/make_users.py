#!/usr/bin/env python3
"""Writes users.csv beside this file: a thousand users who do not exist, the same every time.

Names are put together from lists, domains are those that RFC 2606 keeps for examples, and telephone numbers are from the
ranges that are kept for fiction (US 555-01xx; Ofcom's +44 20 7946 0xxx).
"""

import csv
import datetime
import pathlib
import random
import unicodedata

ROWS = 1000
COLUMNS = [
    "email", "Full name", "phone", "website", "plan", "tags", "seats", "monthly spend", "discount", "active",
    "signed up", "last seen", "notes",
]
FIRST = (
    "Ada Agnès Amira Anders Anouk Ayşe Bao Beatriz Björn Carlos Chiara Chloë Daan Dmitri Elif Emma Esperança Fatima Finn "
    "François Giulia Gökçe Hana Ingrid Ivo Jasper Jürgen Kaia Kenji Łucja Leila Liam Lucía Mai Marek Mateo Mirela Noah "
    "Nuño Olga Oscar Priya Quinn Rania René Rosa Saskia Siân Søren Tadeáš Tomás Uma Veronika Wei Xavier Yara Zoë Žofia"
).split()
LAST = (
    "Abbott Åkesson Alvarez Baker Bianchi Brandt Çelik Chen Cohen D'Amico Dubois Eriksen Fischer García Green Haddad "
    "Hernández Ito Ivanova Jansen Jovanović Kaya Khan Kowalska Lindqvist MacLeod Martin Møller Müller Nakamura Nguyễn "
    "Novák O'Brien Okafor Öztürk Papadopoulos Patel Peeters Rossi Saito Santos Schäfer Silva Smith Šimić Tanaka Torres "
    "Virtanen Walker Yamamoto Zając Zhang"
).split()
WHOLE_NAMES = ["佐藤 花子", "王 小明", "김 민준", "Мария Петрова", "Νίκη Γεωργίου", "ליאור כהן"]
DOMAINS = ["example.com", "example.org", "example.net"]
PLANS = ["Free", "Starter", "Team", "Enterprise"]
TAGS = ["newsletter", "beta", "partner", "reseller", "trial ended", "VIP", "education", "non-profit"]
NOTES = [
    "Prefers e-mail to the phone.",
    "Asked for an invoice, not a receipt.",
    'Says "call me after five".',
    "Moved from Köln to São Paulo in spring.",
    "Très contente du support.",
    "Müsste im März verlängern; bitte nachfragen.",
    "担当者が変わりました。",
    "升级到团队版,等待确认。",
    "Loves the dark theme 🌙",
    "Birthday 🎂 in June, send a card",
    "5\" tablet, 2 screens",
    "Trailing comma, as in this list: a, b,",
    "Follow-up; see ticket #4711 | urgent",
    "First line: met at the fair.\nSecond line: wants a demo.",
    "Address:\n12 Example Street\nSpringfield",
]


def ascii_letters(text: str) -> str:
    """The name as it stands in an address: `Łucja O'Brien` becomes `lucja.obrien`."""
    text = text.lower().translate(str.maketrans({"ł": "l", "ø": "o", "ı": "i", "đ": "d"}))
    plain = unicodedata.normalize("NFKD", text)
    return "".join(c for c in plain.replace(" ", ".") if c.isascii() and (c.isalnum() or c == "."))


def main() -> None:
    source = random.Random(20_260_301)
    used: set[str] = set()
    path = pathlib.Path(__file__).with_name("users.csv")
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for number in range(ROWS):
            name = source.choice(WHOLE_NAMES) if source.random() < 0.03 else f"{source.choice(FIRST)} {source.choice(LAST)}"
            local = ascii_letters(name) if name not in WHOLE_NAMES else f"user{number}"
            domain = source.choice(DOMAINS)
            email = f"{local}@{domain}"
            while email in used:
                email = f"{local}{source.randrange(2, 1000)}@{domain}"
            used.add(email)

            def maybe(share: float, value: str) -> str:
                return value if source.random() < share else ""

            plan = source.choices(PLANS, weights=[40, 30, 20, 10])[0]
            seats = {"Free": 1, "Starter": source.randint(1, 5), "Team": source.randint(5, 60)}.get(
                plan, source.randint(60, 2500))
            spend = 0 if plan == "Free" else seats * source.choice([4.5, 7.25, 9.99])
            signed_up = datetime.date(2019, 1, 1) + datetime.timedelta(days=source.randrange(2600))
            seen = datetime.datetime(2026, 2, 28, 23, 59, 59) - datetime.timedelta(seconds=source.randrange(20_000_000))
            phone = (
                f"+1 202-555-01{source.randrange(100):02}" if source.random() < 0.6
                else f"+44 20 7946 0{source.randrange(1000):03}")
            tags = source.sample(TAGS, source.choice([0, 1, 1, 2, 2, 3]))
            # One cell in some has more than one line in any case: the note of the 37th row.
            note = NOTES[13] if number == 36 else maybe(0.4, source.choice(NOTES))
            writer.writerow([
                email, name, maybe(0.8, phone),
                maybe(0.5, f"https://{local.replace('.', '-')}.{domain}/{source.choice(['', 'about', 'team?id=7'])}"),
                plan, ", ".join(tags), seats, f"{spend:.2f}",
                maybe(0.3, source.choice(["5%", "7.5%", "10%", "12.5%", "20%", "33.3%"])),
                source.choice(["true", "true", "true", "false"]), signed_up.isoformat(),
                maybe(0.9, seen.strftime("%Y-%m-%dT%H:%M:%SZ")), note,
            ])


if __name__ == "__main__":
    main()
