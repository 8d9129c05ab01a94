#!/usr/bin/python3
"""hostile.py GOOD.png GOOD.jpg - writes pictures that want to do harm, and
files of other kinds, into the folder it runs in, and to standard output for
each its name, a tab, and a part of why it is refused; '=' where what matters
of it is whole, so that it must be read, '-' where it may be either, but soon
and in the reader's own words."""
import struct
import sys
import zlib

png = open(sys.argv[1], "rb").read()
jpg = open(sys.argv[2], "rb").read()


def put(name, data, outcome):
    with open(name, "wb") as f:
        f.write(data)
    print(name, outcome, sep="\t")


def chunk(kind, data):
    return (struct.pack(">I", len(data)) + kind + data +
            struct.pack(">I", zlib.crc32(kind + data)))


def picture(w, h, depth, colour, data, before=b"", interlaced=0):
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(
        ">IIBBBBB", w, h, depth, colour, 0, 0, interlaced)) + before +
        chunk(b"IDAT", data) + chunk(b"IEND", b""))


def zeros(n):
    """So many, compressed."""
    deflate = zlib.compressobj(9)
    block = bytes(1 << 20)
    return b"".join(deflate.compress(block[:min(n - i, len(block))])
                    for i in range(0, n, len(block))) + deflate.flush()


# PNG: what is beside the picture does not matter, however large.
header = 8 + 25
flood = zeros(300 << 20)
for name, extra in (
        ("ztxt-bomb", chunk(b"zTXt", b"k\0\0" + flood)),
        ("iccp-bomb", chunk(b"iCCP", b"k\0\0" + flood)),
        ("itxt-bomb", chunk(b"iTXt", b"k\0\1\0\0\0" + flood)),
        ("many-texts", chunk(b"tEXt", b"k\0v") * 20000),
        ("long-text", chunk(b"tEXt", b"k\0" + b"v" * (4 << 20))),
        ("exif", chunk(b"eXIf", b"MM\0*" + bytes(60000))),
        ("apng", chunk(b"acTL", struct.pack(">II", 4000000000, 0)) +
         chunk(b"fcTL", bytes(26)))):
    put(name + ".png", png[:header] + extra + png[header:], "=")

put("palette-missing.png", picture(9, 9, 8, 3, zeros(90)), "PLTE")
put("palette-beyond.png", picture(64, 64, 8, 3, zlib.compress(
    b"\0" + b"\xff" * 64) * 64, chunk(b"PLTE", b"\xff\xff\xff")), "-")
put("two-headers.png", png[:header] + png[8:], "broken PNG")
put("wrong-depth.png", picture(9, 9, 3, 0, zeros(90)), "broken PNG")
put("too-few-rows.png", picture(900, 900, 8, 0, zeros(90)), "broken PNG")
put("long-chunk.png", png[:header] + b"\xff\xff\xff\xffIDAT", "broken PNG")
put("no-data.png", png[:header] + chunk(b"IEND", b""), "broken PNG")
put("one-wide-row.png", picture(2147483647, 1, 16, 6, zeros(9)), "pixels")
put("interlaced.png", picture(40000, 40000, 16, 6, flood, b"", 1), "pixels")

# JPEG: each segment's end, and a start that lies.
at, ends = 2, []
while jpg[at + 1] != 0xda:
    at += 2 + struct.unpack(">H", jpg[at + 2:at + 4])[0]
    ends.append(at)
for end in ends + [2, at + 2, at + 14, at + 60]:
    put(f"cut-{end}.jpg", jpg[:end], "JPEG")
frame = jpg.index(b"\xff\xc0")


def frame_with(offset, data):
    return jpg[:frame + offset] + data + jpg[frame + offset + len(data):]


put("twelve-bits.jpg", frame_with(4, b"\x0c"), "not read")
put("lossless.jpg", frame_with(1, b"\xc3"), "not read")
put("differential.jpg", frame_with(1, b"\xc5"), "not read")
put("arithmetic.jpg", frame_with(1, b"\xc9"), "-")
put("lying-size.jpg", frame_with(5, b"\x1f\x40\x1f\x40"), "-")
put("no-size.jpg", frame_with(5, bytes(4)), "JPEG")
put("no-parts.jpg", frame_with(9, b"\0"), "JPEG")
put("restarts.jpg", jpg[:at] + b"\xff\xdd\0\4\0\1" + jpg[at:at + 10] +
    b"\xff\xd0\xff\xd1\xff\xd2\xff\xd3" * 200000 + b"\xff\xd9", "-")
progressive = open("progressive.jpg", "rb").read()
first = progressive.index(b"\xff\xda")
second = progressive.index(b"\xff\xda", first + 2)
put("scans.jpg", progressive[:first] + progressive[first:second] * 5000 +
    progressive[second:], "more than 200 scans")
put("cmyk.jpg", open("cmyk.jpg", "rb").read(), "not read")

# PGM.
for name, text, outcome in (
        ("negative", b"P5 -5 5 255\n", "broken PGM header"),
        ("wrapping", b"P5 65537 65537 255\n", "65537x65537 pixels"),
        ("comment", b"P5 4 4 #" + b"c" * 9999, "broken PGM header"),
        ("many-comments", b"P5 " + b"#\n" * 999999, "broken PGM header"),
        ("none-light", b"P5 4 4 0\n" + bytes(16), "broken PGM header"),
        ("words", b"P5 four 4 255\n", "broken PGM header"),
        ("nothing-behind", b"P5 1 1 255\n", "truncated"),
        ("short-of-16", b"P5 4 4 65535\n" + bytes(31), "truncated"),
        ("few-letters", b"P2 900 900 255\n1 2 3", "truncated"),
        ("letters-huge", b"P2 1 1 255\n" + b"9" * 99999, "broken PGM")):
    put(name + ".pgm", text, outcome)

# What people have besides.
for name, data, outcome in (
        ("gif", b"GIF89a", "a GIF picture, .*save it as PNG"),
        ("webp", b"RIFF\x24\0\0\0WEBPVP8 ", "a WebP picture, .*save it"),
        ("heic", b"\0\0\0\x18ftypheic", "a HEIC picture, .*save it as JPEG"),
        ("heif", b"\0\0\0\x18ftypmif1", "a HEIC picture .*save a picture"),
        ("avif", b"\0\0\0\x18ftypavif", "an AVIF picture"),
        ("mov", b"\0\0\0\x18ftypqt  ", "a film, .*one frame"),
        ("bmp", b"BM\x36\0\0\0", "a BMP picture"),
        ("tif", b"II*\0", "a TIFF picture"),
        ("pdf", b"%PDF-1.7\n", "a PDF document, .*pdftoppm"),
        ("svg", b"<svg xmlns=", "an SVG drawing"),
        ("jxl", b"\xff\x0a", "a JPEG XL picture"),
        ("ppm", b"P6\n2 2\n255\n", "a PPM picture, .*as PGM"),
        ("y4m", b"YUV4MPEG2 W2 H2\n", "a YUV4MPEG2 film, .*--y4m")):
    put("kind." + name, data, outcome)
