"""A receipt printer on the network, for the tests.

    printer.py FOLDER

It listens on a port that it writes to FOLDER/port.  FOLDER/state holds the
four bytes that DLE EOT 1 to 4 are answered with, in hex, and is read anew for
each question; "mute" answers nothing.  What a connection brings beside
questions becomes FOLDER/job-N.  FOLDER/at says what happens when the first
byte of a job is there ("begin") or its cut ("end"): "end kill PATTERN" ends the
oldest process with that command line, "begin drop" breaks the connection."""
import os
import re
import signal
import socket
import subprocess
import sys

os.chdir(sys.argv[1])
CUT = b'\x1dV'


def read(name):
    try:
        with open(name, encoding='utf-8') as f:
            return f.read().strip()
    except FileNotFoundError:
        return ''


def happens(when):
    what = read('at')
    if not what.startswith(when + ' '):
        return False
    what = what[len(when) + 1:]
    os.unlink('at')
    if what == 'drop':
        return True
    pids = subprocess.run(['pgrep', '-o', '-f', what.split(' ', 1)[1]],
                          capture_output=True, text=True, check=False).stdout
    os.kill(int(pids), signal.SIGKILL)
    return False


def serve(c, n):
    job, rest = b'', b''
    while True:
        data = c.recv(4096)
        if not data:
            break
        rest += data
        while (m := re.search(b'\x10\x04([\x01-\x04])', rest)) is not None:
            job += rest[:m.start()]
            rest = rest[m.end():]
            state = read('state')
            if state != 'mute':
                c.send(bytes([bytes.fromhex(state)[m.group(1)[0] - 1]]))
        if rest and rest[-1] not in b'\x10\x04':
            new = not job
            job, rest = job + rest, b""
            if new and happens('begin'):
                return n
            if CUT in job:
                happens('end')
    job += rest
    if not job:
        return n
    with open(f'job-{n}.new', 'wb') as f:
        f.write(job)
    os.rename(f'job-{n}.new', f'job-{n}')
    return n + 1


s = socket.socket()
s.bind(('127.0.0.1', 0))
s.listen(8)
with open('port.new', 'w', encoding='utf-8') as f:
    f.write(str(s.getsockname()[1]))
os.rename('port.new', 'port')
jobs = 1
while True:
    conn, _ = s.accept()
    try:
        jobs = serve(conn, jobs)
    except ConnectionError:
        pass
    conn.close()
