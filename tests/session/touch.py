#!/usr/bin/python3
"""touch.py SOCKET WIDTH HEIGHT - fingers on a screen that there is not: touch
events through Xorg's inputtest driver (its protocol 1.1, as in the header
xf86-input-inputtest-protocol.h).  Reads lines: tap X Y, hold X Y (a second),
drag X1 Y1 X2 Y2; in pixels; says "done" when the server has taken one.  A server
takes one such connection in its life."""
import socket
import struct
import sys
import time

VERSION, SYNC, TOUCH = 0, 1, 6          # kinds of events
BEGIN, UPDATE, END = 18, 19, 20         # XI_TouchBegin and so on
VALUATORS = 64


class Screen:
    def __init__(self, path, width, height):
        self.width, self.height, self.finger = width, height, 0
        self.server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.server.connect(path)
        self.server.sendall(struct.pack("=IIHH", 12, VERSION, 1, 1))
        self.server.recv(12)

    def send(self, kind, x, y):
        at = [0.0] * VALUATORS
        at[0] = x * 65535 / self.width
        at[1] = y * 65535 / self.height
        where = struct.pack("=I8s4x", 0, bytes([3] + [0] * 7))
        where += struct.pack("=%dd" % VALUATORS, *at) + bytes(8 * VALUATORS)
        body = struct.pack("=II", self.finger, kind) + where
        self.server.sendall(struct.pack("=II", 8 + len(body), TOUCH) + body)
        self.server.sendall(struct.pack("=II", 8, SYNC))
        self.server.recv(8)

    def stroke(self, points, pause):
        self.finger += 1
        self.send(BEGIN, *points[0])
        for point in points[1:]:
            time.sleep(pause)       # a finger takes its time
            self.send(UPDATE, *point)
        time.sleep(pause)
        self.send(END, *points[-1])


def main():
    screen = Screen(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
    for line in sys.stdin:
        word, *rest = line.split()
        n = [float(r) for r in rest]
        if word == "tap":
            screen.stroke([n], 0.05)
        elif word == "hold":
            screen.stroke([n], 1)
        elif word == "drag":
            screen.stroke([[n[0] + (n[2] - n[0]) * i / 8,
                            n[1] + (n[3] - n[1]) * i / 8]
                           for i in range(9)], 0.03)
        print("done", flush=True)


main()
