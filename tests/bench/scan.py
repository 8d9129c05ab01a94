#!/usr/bin/python3
"""scan.py BUILD PHOTOS - samdepa-scan, zbarimg and ZXingReader on the same
pictures, one after the other, a line for each symbology: how many are read
right, in how many something is read that is not there, and the processor time
of a picture, the program's start included.

Beside each picture stands its text (.txt); .alt has what else may be read in
it, a line each; .any, as JSON, the texts of which any one makes it right.
Compared are lines, digits without leading zeros (UPC-A is EAN-13 with one).
A picture counts as right where a text of it is read, and as false where
anything else is.  Then QR codes of every alphabet are drawn, and read."""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ALPHABETS = os.path.join(HERE, "..", "scanner", "alphabets")
NEGATIVE = "no code"

# The first that a folder's name matches is what it holds.
SYMBOLOGIES = [
    ("neg", NEGATIVE), ("qr-boofcv", "QR, hard"),
    ("qr-jsqr|zxing(cpp)?-(qr|inverted)", "QR"),
    ("ean_ext|extension", "EAN-13 + add-on"),
    ("ean13|quagga-ean$", "EAN-13"), ("ean8|ean_8", "EAN-8"),
    ("upca|quagga-upc$", "UPC-A"), ("upce|upc_e", "UPC-E"),
    ("code_?128", "Code 128"), ("code_?39", "Code 39"),
    ("itf|i2of5", "ITF"),
]
# In these .alt is the same text, spelt in another way.
SPELLINGS = re.compile(
    "zxing-upce|zxingcpp-(upce|ean13|upca|code39)|zxing-code39-2|"
    "quagga-(upc_e|ean_ext|code_128|code_39_vin)")


def canonical(line):
    line = line.replace("\x1d", "").replace("\r", "").rstrip()
    return line.lstrip("0") or "0" if line.isdigit() else line


def lines(text):
    return [c for c in map(canonical, re.split("[\n\0]", text)) if c]


def take(said, text):
    """Takes the lines of the text out of those said; whether they were."""
    wanted, found, at = lines(text), False, 0
    while wanted and at + len(wanted) <= len(said):
        if said[at:at + len(wanted)] == wanted:
            del said[at:at + len(wanted)]
            found = True
        else:
            at += 1
    return found


def beside(picture, ending):
    try:
        with open(os.path.splitext(picture)[0] + ending, "rb") as f:
            return f.read().decode()
    except FileNotFoundError:
        return ""


def judge(folder, picture, said):
    """Whether a text was read that is there, and one that is not."""
    said = lines(said)
    right = take(said, beside(picture, ".txt"))
    for text in json.loads(beside(picture, ".any") or "[]"):
        right |= take(said, text)
    for text in beside(picture, ".alt").split("\n"):
        right |= take(said, text) and bool(SPELLINGS.match(folder))
    return right, bool(said)


def readers(build):
    """Name and command of each that there is."""
    there = []
    for name, *command in (("samdepa-scan", build + "/samdepa-scan",
                            "--plain"), ("zbarimg", "zbarimg", "-q", "--raw"),
                           ("ZXingReader", "ZXingReader")):
        if shutil.which(command[0]):
            there.append((name, command))
        else:
            print(f"# {name} is left out: it is not installed")
    return there


def read(command, picture):
    """What the reader says of the picture, and the seconds that it took."""
    child = subprocess.Popen(["timeout", "60", *command, picture],
                             stdout=subprocess.PIPE,
                             stderr=subprocess.DEVNULL)
    said = child.stdout.read().decode("utf-8", "replace")
    _, child.returncode, used = os.wait4(child.pid, 0)
    if command[0] == "ZXingReader":     # it says much else beside
        said = "\n".join(re.findall('^Text: +"(.*?)"\nBytes: ', said,
                                    re.M | re.S))
    return said, used.ru_utime + used.ru_stime


def symbology_of(folder):
    return next((name for pattern, name in SYMBOLOGIES
                 if re.search(pattern, folder)), "other")


def pictures(photos):
    for folder in sorted(os.listdir(photos)):
        where = os.path.join(photos, folder)
        for name in sorted(os.listdir(where)) if os.path.isdir(where) else ():
            if name.endswith((".png", ".jpg", ".pgm")):
                yield folder, os.path.join(where, name)


class Count:
    """Of the pictures of one symbology, for one reader."""

    def __init__(self):
        self.n = self.right = self.false = self.seconds = 0

    def add(self, right, false, seconds):
        self.n += 1
        self.right += right
        self.false += false
        self.seconds += seconds

    def show(self):
        return f"{self.right:6} {self.false:5} " \
            f"{self.seconds / max(self.n, 1) * 1000:7.1f} "


def bench_photos(there, photos):
    counts = {}
    for folder, picture in pictures(photos):
        symbology = symbology_of(folder)
        row = "all with a code" if symbology != NEGATIVE else None
        for name, command in there:
            said, seconds = read(command, picture)
            result = *judge(folder, picture, said), seconds
            for key in {symbology, row} - {None}:
                counts.setdefault(key, {n: Count() for n, _ in there})[
                    name].add(*result)
    print(f"{'':16} {'':8} " + "".join(f"{n:>20} " for n, _ in there))
    print(f"{'':16} pictures " + " right false ms/each " * len(there))
    order = [n for _, n in SYMBOLOGIES[2:] + SYMBOLOGIES[1:2]]
    for key in [*order, "other", "all with a code", NEGATIVE]:
        if key in counts:
            row = [counts[key][name] for name, _ in there]
            print(f"{key:16} {row[0].n:8} " + "".join(c.show() for c in row))


def bench_alphabets(there):
    """QR codes that libqrencode draws: of each kind how many are right."""
    right = {}
    with tempfile.TemporaryDirectory() as where, \
            open(ALPHABETS + ".txt", encoding="utf-8") as cases:
        drawn = subprocess.run([ALPHABETS + ".py", where], stdin=cases,
                               stdout=subprocess.PIPE, check=True)
        for line in drawn.stdout.decode().splitlines():
            case, text = line.split("\t")
            row = right.setdefault({"utf8": "QR in UTF-8", "latin1":
                                    "QR in Latin-1", "eci": "QR with an ECI"}
                                   .get(case.split("-")[0], "QR, others"),
                                   {"": 0})
            row[""] += 1
            for name, command in there:
                said, _ = read(command, f"{where}/{case}.pgm")
                row[name] = row.get(name, 0) + (said.rstrip("\n") == text)
    for kind, row in right.items():
        print(f"{kind:16} {row['']:8} " + "".join(
            f"{row[name]:6} {'':5} {'':7} " for name, _ in there))


def main():
    build, photos = sys.argv[1:]
    there = readers(build)
    if os.path.isdir(photos):
        bench_photos(there, photos)
    else:
        print(f"# no photographs: there is no {photos}")
    bench_alphabets(there)


main()
