#!/bin/bash
# faults_words.sh - hostile words for every argument and flag of every command
# that there is: a status of ours, at most one line of complaint, nothing on
# the way out that a terminal would obey, and a store that still checks.
. "$(dirname "$0")/../lib/sh.sh"
demo_store --items 20
cat >words.py <<'P'
import json, os, random, re, subprocess, sys

ctl = [os.environ["BUILD"] + "/samdepactl"]
random.seed(int(sys.argv[1]))
rounds = int(sys.argv[2])
words = ["", " ", "-", "--", "---", "-1", "0", "1", "2", "3", "=", "1=", "=1",
    "1=0", "1=-5", "1=99999999999", "999999999999999999999", "1e9", "0x10",
    "NaN", "1,5", "1.234", "'; DROP TABLE item; --", "%s%n%1$s%9$s", "*", "?",
    "a" * 300, "ö" * 2000, "x" * 4096, "x" * 5000, "../../..", "I-YST1-000001-",
    "I-YST1-000003-8", "I-YST1-999999999999-A", "U-SKU-000002-T", "SD1:",
    "SD1:" + "A" * 150, "2026-02-30", "0000-00-00", "9999-12-31", "1970-01-01",
    "-9999", "+99999999", "+1m", "imorgon", "fredag", "\N{RIGHT-TO-LEFT OVERRIDE}abc",
    "e\N{COMBINING ACUTE ACCENT}" * 50, "\N{ZERO WIDTH JOINER}" * 20,
    b"\xff\xfe", b"a\x1b[2Jb", b"a\x07\x08b", b"a\nb", b"\xc3", b"\xed\xa0\x80",
    b"\xf4\x90\x80\x80", b"\xc0\x80", b"a\x9bb", "\N{INFORMATION SEPARATOR ONE}",
    "items", "units", "worn", "loan", "YST", "Skolan", "--json", "--help=x"]
out_bad = re.compile(rb"[\x00-\x08\x0b-\x1f\x7f]|\xc2[\x80-\x9f]")
faults = tried = 0

def call(args):
    return subprocess.run(ctl + args, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60)

def look(args, r):
    global faults, tried
    tried += 1
    why = []
    if not 0 <= r.returncode <= 5:
        why.append("status %d" % r.returncode)
    if r.returncode and not r.stderr:
        why.append("says nothing")
    if out_bad.search(r.stdout) or out_bad.search(r.stderr):
        why.append("control characters")
    for s in (r.stdout, r.stderr):
        try:
            s.decode()
        except UnicodeDecodeError:
            why.append("no UTF-8")
    # An import names every fault; others have one line to say it in.
    if r.stderr.count(b"\n") > 1 and args[0] not in ("import", "doctor"):
        why.append("%d lines" % r.stderr.count(b"\n"))
    if why:
        faults += 1
        print("# %.160r: %s: %.300r" % (args, ", ".join(why), r.stderr))

commands = [c["command"] for c in
    json.loads(call(["commands", "--json"]).stdout)]
left_out = {"demo", "restore", "backup", "rebuild", "init", "staff disable",
    "forget", "staff role"}
for command in commands:
    if command in left_out:
        continue
    text = call(command.split() + ["--help"]).stdout.decode()
    flags = [f for f in re.findall(r"--[a-z][a-z0-9-]*", text)
        if f not in ("--help", "--version", "--store", "--to")]
    for i in range(rounds):
        args = command.split()
        for _ in range(random.choice([0, 1, 1, 2, 3])):
            args.append(random.choice(words))
        for flag in random.sample(flags, min(len(flags),
                random.choice([0, 1, 2, 4, 8]))):
            args += [flag, random.choice(words)]
        try:
            look(args, call(args))
        except subprocess.TimeoutExpired:
            faults += 1
            print("# %.160r: hangs" % (args,))
print("# %d command lines" % tried)
sys.exit(faults > 0)
P
export BUILD
if timeout 100 python3 words.py "${1:-1}" "${2:-8}" >"$T/log" 2>&1; then
	ok words
else
	not_ok words "$(grep -c ': ' "$T/log") command lines"
fi
sed 's/^\([^#]\)/# \1/' "$T/log"
expect_status check 0 ctl check
finish
