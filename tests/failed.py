"""Lists the failed tests of a results file, each with its error: failed.py RESULTS."""

import sys
import xml.etree.ElementTree as xml

MOST_LINES = 12


def shortened(text):
    lines = text.strip().splitlines()
    return [f"  {line}" for line in lines[:MOST_LINES]] + ["  ..."] * (len(lines) > MOST_LINES)


def failures(results):
    """Tests that failed, and errors outside of tests, as in a fixture."""
    yield from (test for test in results.iter("test") if test.get("result") == "Fail")
    yield from results.iter("error")


for failed in failures(xml.parse(sys.argv[1]).getroot()):
    print(f"failed: {failed.get('name') or failed.get('type')}")
    for part in ("failure/message", "failure/stack-trace"):
        for line in shortened(failed.findtext(part, "")):
            print(line)
