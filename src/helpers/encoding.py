"""Bytes become text: what encoding they are in, and whether they are text at all."""

from __future__ import annotations

import re

BIJOY = "not read: legacy Bijoy (ANSI) text; convert it to Unicode first"
_SAMPLE = 100_000  # bytes that an encoding is guessed from
_BROKEN = re.compile("[\udc80-\udcff]")  # bytes that are no UTF-8; U+FFFD is, where a text was broken before
_SIGN = re.compile("[†‡\x86\x87](?=[A-Za-z`])")  # the vowel sign ে of the old Bijoy fonts, in every second word


def is_bijoy(text: str) -> bool:
    """Whether a text is Bengali typed for an old Bijoy font (SutonnyMJ), which shows as Latin letters elsewhere."""
    text = text[:_SAMPLE]
    signs = len(_SIGN.findall(text))
    letters = sum(map(str.isalpha, text)) if signs else 0
    return signs > 0.015 * letters and len(re.findall("[\u0980-\u09ff]", text)) < 0.05 * letters


def guess(raw: bytes) -> tuple[str, str]:
    """The encoding's name and a note for the reader: empty for UTF-8, else what was guessed, or "not read: …"."""
    raw = raw[:_SAMPLE]
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16", "read as UTF-16"
    if raw.count(0) > 0.01 * len(raw):  # a stray one is a control character
        name = "utf-16-le" if raw[1::2].count(0) > raw[::2].count(0) else "utf-16-be"
        plain = re.findall(r"[ \r\nA-Za-z\u0980-\u09ff]", raw.decode(name, "replace"))
        sure = len(plain) > max(20, 0.3 * len(raw))  # without a mark, only what we expect counts
        return (name, f"read as {name.upper()}") if sure else ("", "not read: a binary file")
    if len(_BROKEN.findall(raw.decode("utf-8", "surrogateescape"))) <= 0.01 * len(raw):
        return "utf-8", ""  # a few bytes are broken, or the sample cuts a letter; whoever decodes will see
    if is_bijoy(raw.decode("cp1252", "replace")):
        return "", BIJOY
    from charset_normalizer import from_bytes  # loads slowly, and most files are UTF-8

    best = from_bytes(raw).best()  # it heeds what a page declares
    if best and sum(c.isalpha() or c.isspace() for c in str(best)) > 0.6 * len(str(best)):
        return best.encoding, f"read as {best.encoding} (guessed)"
    return "", "not read: a binary file, or an encoding that is not known"


def decode(raw: bytes) -> tuple[str, str]:
    """The text of a file and a note for the reader; the text is empty where the note begins with "not read:".

    UTF-8 keeps its byte order mark, so that offsets are those of the file.
    """
    name, note = guess(raw)
    text = raw.decode(name, "surrogateescape" if name == "utf-8" else "replace") if name else ""
    return text, note if text.strip("\ufeff \t\r\n") or not name else "not read: the file is empty"
