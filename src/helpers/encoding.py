"""Bytes become text: what encoding they are in, and whether they are text at all."""

import re

_SAMPLE = 100_000  # bytes that an encoding is guessed from
_BROKEN = re.compile("[\udc80-\udcff]")  # bytes that are no UTF-8; U+FFFD is, where a text was broken before
_SIGNS = "†‡\x86\x87"  # the vowel sign ে of the old Bijoy fonts, in every second word


def is_bijoy(text: str) -> bool:
    """Whether a text is Bengali typed for an old Bijoy font (SutonnyMJ), which shows as Latin letters elsewhere."""
    text = text[:_SAMPLE]
    signs = len(re.findall(f"[{_SIGNS}](?=[A-Za-z`])", text)) if any(sign in text for sign in _SIGNS) else 0
    letters = sum(map(str.isalpha, text)) if signs else 0
    return signs > 0.015 * letters and len(re.findall("[\u0980-\u09ff]", text)) < 0.05 * letters


def guess(raw: bytes) -> tuple[str, str]:
    """The encoding's name and a note for the reader: empty for UTF-8, else what was guessed, or "not read: …"."""
    raw = raw[:_SAMPLE]
    broken = len(_BROKEN.findall(raw.decode("utf-8", "surrogateescape")))
    if max(broken, raw.count(0)) <= 0.01 * len(raw):
        return "utf-8", ""  # a few bytes are broken, or the sample cuts a letter; whoever decodes will see
    if is_bijoy(raw.decode("cp1252", "replace")):
        return "cp1252", ""  # whose letters tell a document's reader the same
    from charset_normalizer import from_bytes  # loads slowly, and most files are UTF-8

    best = from_bytes(raw).best()  # it heeds what a page declares
    expected = re.findall(r"[\sA-Za-z\u00c0-\u052f\u0980-\u09ff]", str(best))  # without a mark, only this counts
    if best is None or not (best.bom or len(expected) > max(20, 0.6 * len(str(best)))):
        return "", "not read: a binary file, or an encoding that is not known"
    name = best.encoding.replace("_", "-")
    return name, f"read as {name.upper()}" if name.startswith("utf-16") else f"read as {name} (guessed)"


def decode(raw: bytes) -> tuple[str, str]:
    """The text of a file and a note for the reader; the text is empty where the note begins with "not read:".

    UTF-8 keeps its byte order mark, so that offsets are those of the file.
    """
    name, note = guess(raw)
    text = raw.decode(name, "surrogateescape" if name == "utf-8" else "replace") if name else ""
    return text, note if text.strip("\ufeff \t\r\n") or not name else "not read: the file is empty"
