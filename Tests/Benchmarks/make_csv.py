#!/usr/bin/env python3
"""Writes the CSV that the reading benchmark uses, the same bytes every time.

By default 1,000,000 rows of 8 columns, about 110 MB, CRLF line ends. One field in ten is quoted: it holds a comma, doubled
quotes or a line break. One row in fifty holds letters beyond ASCII.

    make_csv.py OUT.csv [ROWS]
"""

import random
import sys

WORDS = (
    "amber birch cedar delta ember fjord grove harbor island juniper kettle lagoon meadow nectar orchard pebble "
    "quarry ridge saddle timber upland valley willow yonder zephyr"
).split()
ACCENTED = ["Zoë", "Łukasz", "Søren", "José", "東京", "Ünal"]


def quoted(random_source: random.Random) -> str:
    words = random_source.sample(WORDS, 3)
    kind = random_source.random()
    if kind < 0.2:
        return f'"{words[0]} ""{words[1]}"" {words[2]}"'
    if kind < 0.4:
        return f'"{words[0]} {words[1]}\r\n{words[2]}"'
    return f'"{words[0]}, {words[1]} {words[2]}"'


def rows(count: int):
    random_source = random.Random(20_260_101)
    choice, below = random_source.choice, random_source.randrange
    for number in range(count):
        row = [
            str(number),
            f"{choice(WORDS)}.{choice(WORDS)}{below(1000)}@example.com",
            f"{choice(WORDS).title()} {choice(WORDS).title()}",
            f"{below(1_000_000) / 100:.2f}",
            f"20{below(10, 30)}-{below(1, 13):02}-{below(1, 29):02}",
            choice(("true", "false")),
            f"{choice(WORDS)} {choice(WORDS)} {choice(WORDS)}",
            f"{below(1 << 32):08x}",
        ]
        if below(50) == 0:
            row[2] = f"{choice(ACCENTED)} {choice(WORDS).title()}"
        for column in range(len(row)):
            if below(10) == 0:
                row[column] = quoted(random_source)
        yield ",".join(row)


def main() -> None:
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000
    with open(sys.argv[1], "w", encoding="utf-8", newline="") as file:
        file.write("id,email,name,amount,day,active,description,code\r\n")
        for row in rows(count):
            file.write(row + "\r\n")


if __name__ == "__main__":
    main()
