"""The table of ratios."""

from statistics import median, quantiles

from measuring import CSHARP


def header(measured):
    """The header: the times of all languages, then the ratios of C# to each of the others."""
    return ("row", *measured.commands, *(name for other in others(measured) for name in (f"C#/{other}", "medians", "rounds")))


def others(measured):
    """The languages with which C# is compared."""
    return [language for language in measured.commands if language != CSHARP]


def duration(nanoseconds):
    """A duration with three digits and a unit."""
    for unit, size in (("ns", 1), ("µs", 1e3), ("ms", 1e6), ("s", 1e9)):
        number = nanoseconds / size
        if number < 999.5:
            break
    digits = 0 if number >= 99.95 else 1 if number >= 9.995 else 2
    return f"{number:.{digits}f} {unit}"


def ratios(measured, row, other):
    """The ratio of the minima, that of the medians, and the median and quartiles of the rounds' ratios of minima."""
    if not measured.rounds[row, other]:
        return "", "", ""
    mine, others = measured.rounds[row, CSHARP], measured.rounds[row, other]
    rounds = [min(a) / min(b) for a, b in zip(mine, others)]
    mine, others = measured.batches(row, CSHARP), measured.batches(row, other)
    return (
        f"{min(mine) / min(others):.2f}",
        f"{median(mine) / median(others):.2f}",
        spread(rounds),
    )


def spread(numbers):
    """The median, and the quartiles if there are several numbers."""
    if len(numbers) == 1:
        return f"{numbers[0]:.2f}"
    low, middle, high = quantiles(numbers, n=4, method="inclusive")
    return f"{middle:.2f} ({low:.2f}–{high:.2f})"


def cells(measured, row):
    """The cells of one row of the table."""
    batches = (measured.batches(row, language) for language in measured.commands)
    minima = (duration(min(taken)) if taken else "" for taken in batches)
    return (row.title, *minima, *(ratio for other in others(measured) for ratio in ratios(measured, row, other)))


def table(measured):
    """The whole table."""
    return aligned([header(measured), *(cells(measured, row) for row in measured.rows)])


def memory_table(measured):
    """The largest rise of resident memory in the rows that leave everything to the garbage collector."""
    rows = [row for row in measured.rows if (row, CSHARP) in measured.growth]
    if not rows:
        return ""
    first = ("peak memory over the start", *measured.commands)
    grown = [[f"{max(measured.growth[row, language]) / 2**20:.1f} MiB" for language in measured.commands] for row in rows]
    return "\n" + aligned([first, *((row.title, *cells) for row, cells in zip(rows, grown))]) + "\n"


def aligned(lines):
    """Markdown that is also aligned where it is printed; the first line is the header."""
    widths = [max(len(cell) for cell in column) for column in zip(*lines)]
    rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    padded = [
        [line[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(line[1:], widths[1:]))] for line in lines
    ]
    return "\n".join(f"| {' | '.join(line)} |" for line in [padded[0], rule, *padded[1:]])
