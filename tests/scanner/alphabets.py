#!/usr/bin/python3
"""alphabets.py OUT-DIR < CASES - QR codes of every alphabet, drawn with
libqrencode, which can say an ECI.  A case is a line of fields with '|'
between: NAME, the text that must be read ('' all segments' texts, one after
the other), segments.  A segment is ECI:CODEC:TEXT, where ECI '-' says none
and CODEC 'kanji', 'alnum' or 'num' is a mode instead; or one of
  fnc1=APP            FNC1 in second position
  size=VERSION,LEVEL  of the code (level 0 to 3)
  split               the text goes over several codes (structured append), of
                      which NAME.pgm has all and NAME-1.pgm the first alone
Writes NAME.pgm into OUT-DIR, and to standard output NAME, a tab, the text."""
import ctypes
import sys

NUM, ALNUM, BYTE, KANJI = range(4)
MODES = {"num": NUM, "alnum": ALNUM, "kanji": KANJI}
SCALE, QUIET = 4, 4


class QRcode(ctypes.Structure):
    _fields_ = [("version", ctypes.c_int), ("width", ctypes.c_int),
                ("data", ctypes.POINTER(ctypes.c_ubyte))]


lib = ctypes.CDLL("libqrencode.so.4")
lib.QRinput_new2.restype = ctypes.c_void_p
lib.QRinput_append.argtypes = [ctypes.c_void_p, ctypes.c_int, ctypes.c_int,
                               ctypes.c_char_p]
lib.QRinput_appendECIheader.argtypes = [ctypes.c_void_p, ctypes.c_uint]
lib.QRinput_setFNC1Second.argtypes = [ctypes.c_void_p, ctypes.c_ubyte]
lib.QRcode_encodeInput.argtypes = [ctypes.c_void_p]
lib.QRcode_encodeInput.restype = ctypes.POINTER(QRcode)


class QRlist(ctypes.Structure):
    pass


QRlist._fields_ = [("code", ctypes.POINTER(QRcode)),
                   ("next", ctypes.POINTER(QRlist))]
lib.QRinput_splitQRinputToStruct.argtypes = [ctypes.c_void_p]
lib.QRinput_splitQRinputToStruct.restype = ctypes.c_void_p
lib.QRcode_encodeInputStructured.argtypes = [ctypes.c_void_p]
lib.QRcode_encodeInputStructured.restype = ctypes.POINTER(QRlist)


def append(qr, segment):
    """Adds the segment and returns its text."""
    if segment.startswith("fnc1"):
        lib.QRinput_setFNC1Second(qr, int(segment[5:]))
        return ""
    eci, codec, text = segment.split(":", 2)
    mode = MODES.get(codec, BYTE)
    if mode in (NUM, ALNUM):
        data = text.encode("ascii")
    else:
        data = text.encode("cp932" if mode == KANJI else codec)
    if eci != "-":
        assert lib.QRinput_appendECIheader(qr, int(eci)) == 0, segment
    assert lib.QRinput_append(qr, mode, len(data), data) == 0, segment
    return text


def rows(code):
    """The code's picture as rows of grey, its quiet zone included."""
    n = code.contents.width
    edge = b"\xff" * QUIET * SCALE
    blank = [edge + b"\xff" * n * SCALE + edge] * QUIET * SCALE
    inside = []
    for y in range(n):
        row = b"".join((b"\0" if code.contents.data[y * n + x] & 1 else
                        b"\xff") * SCALE for x in range(n))
        inside += [edge + row + edge] * SCALE
    return blank + inside + blank


def write(picture, out):
    with open(out + ".pgm", "wb") as f:
        f.write(b"P5 %d %d 255\n" % (len(picture[0]), len(picture)))
        f.write(b"".join(picture))


def draw(segments, out):
    """Writes the codes and returns their text."""
    split = segments[0] == "split"
    size = "2,1" if split else "0,1"
    if segments[0].startswith("size="):
        size = segments[0][5:]
    qr = lib.QRinput_new2(*map(int, size.split(",")))
    text = "".join(append(qr, s) for s in segments
                   if s != "split" and not s.startswith("size="))
    if not split:
        code = lib.QRcode_encodeInput(qr)
        assert code, out
        write(rows(code), out)
        return text
    codes = lib.QRcode_encodeInputStructured(
        lib.QRinput_splitQRinputToStruct(qr))
    pictures = []
    while codes:
        pictures.append(rows(codes.contents.code))
        codes = codes.contents.next
    assert len(pictures) > 1, out
    write([b"".join(r) for r in zip(*pictures)], out)
    write(pictures[0], out + "-1")
    return text


for line in sys.stdin:
    name, wanted, *segments = line.rstrip("\n").split("|")
    text = draw(segments, sys.argv[1] + "/" + name)
    print(name, wanted or text, sep="\t")
