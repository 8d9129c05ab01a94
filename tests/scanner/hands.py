"""hands.py - plays hand scanners to samdepa-scan.

hands.py port LINK   a serial port (a pty) that LINK names; reads commands:
                     send TEXT (with \\r and such), unplug, plug
hands.py keys        writes the key events (struct input_event) of commands:
                     type TEXT, tap KEY..., hold KEY, let KEY, repeat KEY,
                     pause MS, dropped, alt DIGITS; KEY is a number or a name
Commands come a line each; "port" answers each with "done"."""
import os
import struct
import sys

NAMES = {"enter": 28, "tab": 15, "shift": 42, "ctrl": 29, "alt": 56,
         "altgr": 100, "kpenter": 96, "f1": 59, "rshift": 54}
NAMES.update({"kp%d" % d: c for d, c in
              enumerate([82, 79, 80, 81, 75, 76, 77, 71, 72, 73])})
ROWS = [(2, "1234567890-=", "!@#$%^&*()_+"), (16, "qwertyuiop[]",
        "QWERTYUIOP{}"), (30, "asdfghjkl;'`", "ASDFGHJKL:\"~"),
        (43, "\\zxcvbnm,./", "|ZXCVBNM<>?"), (57, " ", "")]
PLAIN = {c: s + i for s, low, up in ROWS for i, c in enumerate(low)}
SHIFTED = {c: s + i for s, low, up in ROWS for i, c in enumerate(up)}


class Keys:
    def __init__(self):
        self.us = 1000000

    def event(self, kind, code, value):
        sys.stdout.buffer.write(struct.pack(
            "llHHi", self.us // 1000000, self.us % 1000000, kind, code,
            value))

    def set(self, code, value):
        self.event(1, code, value)
        self.event(0, 0, 0)
        self.us += 1000

    def tap(self, code):
        self.set(code, 1)
        self.set(code, 0)

    def run(self, word, rest):
        code = [NAMES.get(w, 0) or int(w) for w in rest.split()
                if word in ("tap", "hold", "let", "repeat")]
        if word == "type":
            for c in rest:
                if c in SHIFTED:
                    self.set(42, 1)
                self.tap(SHIFTED.get(c) or PLAIN[c])
                if c in SHIFTED:
                    self.set(42, 0)
        elif word == "tap":
            for one in code:
                self.tap(one)
        elif word in ("hold", "let", "repeat"):
            self.set(code[0], {"hold": 1, "let": 0, "repeat": 2}[word])
        elif word == "pause":
            self.us += int(rest) * 1000
        elif word == "dropped":
            self.event(0, 3, 0)
        elif word == "alt":
            self.set(56, 1)
            for d in rest:
                self.tap(NAMES["kp" + d])
            self.set(56, 0)
        else:
            sys.exit("unknown: " + word)
        sys.stdout.buffer.flush()


class Port:
    def __init__(self, link):
        self.link = link
        self.run("plug", "")

    def run(self, word, rest):
        if word == "plug":
            self.ours, theirs = os.openpty()
            name = os.ttyname(theirs)
            os.close(theirs)
            os.symlink(name, self.link + ".new")
            os.rename(self.link + ".new", self.link)
        elif word == "unplug":
            os.unlink(self.link)
            os.close(self.ours)
        elif word == "send":
            data = rest.encode().decode("unicode_escape").encode("latin-1")
            while data:
                data = data[os.write(self.ours, data):]
        else:
            sys.exit("unknown: " + word)
        print("done", flush=True)


player = Port(sys.argv[2]) if sys.argv[1] == "port" else Keys()
for line in sys.stdin:
    head, _, tail = line.rstrip("\n").partition(" ")
    player.run(head, tail)
