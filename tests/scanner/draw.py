#!/usr/bin/python3
"""draw.py - pictures for the scanner's tests, drawn from the bar codes' own
definitions; zbarimg, as a second reader, tells whether they are right.

  draw.py code128|latin1|gs1|code39|ean13|ean8|upca|itf TEXT OUT      three pixels a module
  draw.py page WxH OUT [X,Y,PICTURE]...                    pictures put on white
  draw.py raw PICTURE...                                   their pixels to stdout
  draw.py frames FORMAT PICTURE...                         the same as YUYV, NV12,
          MJPEG, BARE (MJPEG without Huffman tables), or Y4M (420, 422, 444, mono)
The ending of OUT is the format (png, jpg, pgm)."""
import io
import sys

from PIL import Image

MODULE, HEIGHT, QUIET = 3, 120, 12

# The widths of bars and spaces, value after value; 103 to 105 start, 106 stops.
CODE128 = """212222 222122 222221 121223 121322 131222 122213 122312 132212 221213
221312 231212 112232 122132 122231 113222 123122 123221 223211 221132 221231
213212 223112 312131 311222 321122 321221 312212 322112 322211 212123 212321
232121 111323 131123 131321 112313 132113 132311 211313 231113 231311 112133
112331 132131 113123 113321 133121 313121 211331 231131 213113 213311 213131
311123 311321 331121 312113 312311 332111 314111 221411 431111 111224 111422
121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 241211
221114 413111 241112 134111 111242 121142 121241 114212 124112 124211 411212
421112 421211 212141 214121 412121 111143 111341 131141 114113 114311 411113
411311 113141 114131 311141 411131 211412 211214 211232 2331112""".split()
CODE39 = dict(zip("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-. *", """111221211
211211112 112211112 212211111 111221112 211221111 112221111 111211212 211211211
112211211 211112112 112112112 212112111 111122112 211122111 112122111 111112212
211112211 112112211 111122211 211111122 112111122 212111121 111121122 211121121
112121121 111111222 211111221 112111221 111121221 221111112 122111112 222111111
121121112 221121111 122121111 121111212 221111211 122111211
121121211""".split()))
EAN = "3211 2221 2122 1411 1132 1231 1114 1312 1213 3112".split()
EAN_FIRST = """LLLLLL LLGLGG LLGGLG LLGGGL LGLLGG LGGLLG LGGGLL LGLGLG
LGLGGL LGGLGL""".split()
ITF = "11221 21112 12112 22111 11212 21211 12211 11122 21121 12121".split()


def code128(text):
    values = [104] + [ord(c) - 32 for c in text]
    check = values[0] + sum(i * v for i, v in enumerate(values))
    return "".join(CODE128[v] for v in values + [check % 103, 106])


def gs1(text):
    """GS1-128: the same with FNC1 first, and for each '~'."""
    values = [104, 102] + [102 if c == "~" else ord(c) - 32 for c in text]
    check = values[0] + sum(i * v for i, v in enumerate(values))
    return "".join(CODE128[v] for v in values + [check % 103, 106])


def latin1(text):
    """Code 128 with FNC4 before each letter of the upper half of Latin-1."""
    values = [104]
    for c in text.encode("latin-1"):
        values += [c - 32] if c < 128 else [100, c - 128 - 32]
    check = values[0] + sum(i * v for i, v in enumerate(values))
    return "".join(CODE128[v] for v in values + [check % 103, 106])


def code39(text):
    return "1".join(CODE39[c] for c in "*" + text + "*").replace("2", "3")


def ean_half(digits, kinds):
    return "".join(EAN[int(d)][::-1] if k == "G" else EAN[int(d)]
                   for d, k in zip(digits, kinds))


def ean13(text):
    return ("111" + ean_half(text[1:7], EAN_FIRST[int(text[0])]) + "11111" +
            ean_half(text[7:], "RRRRRR") + "111")


def ean8(text):
    return ("111" + ean_half(text[:4], "LLLL") + "11111" +
            ean_half(text[4:], "RRRR") + "111")


def upca(text):
    return ean13("0" + text)


def itf(text):
    pairs = zip(text[::2], text[1::2])
    body = "".join(b + s for bars, spaces in pairs
                   for b, s in zip(ITF[int(bars)], ITF[int(spaces)]))
    return ("1111" + body + "211").replace("2", "3")


def bars(widths, out):
    total = sum(map(int, widths)) + 2 * QUIET
    picture = Image.new("L", (total * MODULE, HEIGHT + 40), 255)
    x, dark = QUIET * MODULE, True
    for w in widths:
        step = int(w) * MODULE
        if dark:
            picture.paste(0, (x, 20, x + step, 20 + HEIGHT))
        x, dark = x + step, not dark
    picture.save(out)


def page(size, out, parts):
    w, h = map(int, size.split("x"))
    sheet = Image.new("L", (w, h), 255)
    for part in parts:
        x, y, name = part.split(",", 2)
        sheet.paste(Image.open(name).convert("L"), (int(x), int(y)))
    sheet.save(out)


def jpeg(picture, bare):
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=90)
    data, at = out.getvalue(), 2
    while bare and data[at + 1] != 0xDA:
        end = at + 2 + int.from_bytes(data[at + 2:at + 4], "big")
        if data[at + 1] == 0xC4:
            data, end = data[:at] + data[end:], at
        at = end
    return data


def frame(kind, picture):
    w, h = picture.size
    grey = picture.tobytes()
    if kind == "YUYV":
        return bytes(b for p in grey for b in (p, 90))
    if kind == "NV12":
        return grey + bytes([90]) * (w * ((h + 1) // 2))
    if kind in ("MJPEG", "BARE"):
        return jpeg(picture, kind == "BARE")
    half = ((w + 1) // 2) * (h if kind == "422" else (h + 1) // 2)
    colour = {"mono": 0, "444": 2 * w * h}.get(kind, 2 * half)
    return b"FRAME\n" + grey + bytes([90]) * colour


def frames(kind, names):
    for i, name in enumerate(names):
        picture = Image.open(name).convert("L")
        if i == 0 and kind not in ("YUYV", "NV12", "MJPEG", "BARE"):
            sys.stdout.buffer.write(b"YUV4MPEG2 W%d H%d F30:1 Ip C%s\n" %
                                    (*picture.size, kind.encode()))
        sys.stdout.buffer.write(frame(kind, picture))


def main(args):
    if args[0] == "page":
        page(args[1], args[2], args[3:])
    elif args[0] == "raw":
        for name in args[1:]:
            sys.stdout.buffer.write(Image.open(name).convert("L").tobytes())
    elif args[0] == "frames":
        frames(args[1], args[2:])
    else:
        bars(globals()[args[0]](args[1]), args[2])


main(sys.argv[1:])
