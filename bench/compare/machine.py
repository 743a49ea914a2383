"""Describes the machine on which the figures were measured."""

import os
import platform
import re
from datetime import datetime, timezone
from pathlib import Path

from measuring import CSHARP


def load():
    """The load average of the last minute."""
    return f"{os.getloadavg()[0]:.1f}"


def description(measured, libtorch, load_before):
    """The facts as a Markdown list."""
    plan = measured.plan
    facts = {
        "date": datetime.now(timezone.utc).strftime("%Y-%m-%d %H:%M UTC"),
        "processor": f"{processor()}, {os.cpu_count()} cores",
        "system": f"{system()}, Linux {platform.release()}",
        "load": f"{load_before} processes wanted a core before the run, {load()} at its end (one is the run's own)",
        "libtorch": f"{libtorch}, {files(measured, measured.commands)}; the same files in all three",
    }
    if not measured.same_files:
        del facts["libtorch"]
        facts |= {f"libtorch of {language}": files(measured, [language]) for language in measured.commands}
        facts["libtorch of C#"] = f"{libtorch}, {facts['libtorch of C#']}"
    facts |= measured.runtimes
    facts["run"] = f"{plan.processes} times new processes, {plan.rounds} rounds of {plan.round_ms} ms a language in each"
    return "\n".join(f"- {name}: {fact}" for name, fact in facts.items())


def files(measured, languages):
    """The libtorch that these programs loaded, and its BLAS library."""
    blas = {
        Path(path).name
        for language in languages
        for name in ("libopenblas", "libblas", "libmkl_rt")
        for path in measured.libraries[language][name]
    }
    torch = measured.libraries[CSHARP if CSHARP in languages else languages[0]]["libtorch_cpu.so"][0]
    return f"{Path(torch).name}; BLAS {', '.join(sorted(blas)) or 'in it'}"


def processor():
    """The processor's name according to the kernel."""
    found = re.search(r"^model name\s*: (.*)$", Path("/proc/cpuinfo").read_text(encoding="utf-8"), re.MULTILINE)
    return found.group(1) if found else platform.machine()


def system():
    """The operating system's own name."""
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    except OSError:
        return platform.system()
