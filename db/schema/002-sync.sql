-- Several depots: their logs stand beside our own, custody travels, and what
-- two of them decided apart is laid before a person.

-- The log ---------------------------------------------------------------

-- A life that ended early: a clone was found, or the registry closed it.
-- Events after seq are evidence and are never projected.
ALTER TABLE log ADD COLUMN closed INTEGER NOT NULL DEFAULT 0;
-- Our own life follows one that was lost: day until which nothing is promised
-- (0: nothing was lost), and whether items wait to be scanned.
ALTER TABLE log ADD COLUMN horizon INTEGER NOT NULL DEFAULT 0;
ALTER TABLE log ADD COLUMN suspended INTEGER NOT NULL DEFAULT 0;

-- Events of a kind that this version does not know: applied after an upgrade.
CREATE TABLE unknown_event (
	event   INTEGER PRIMARY KEY,
	item    INTEGER NOT NULL,       -- frozen by it, or 0
	critical INTEGER NOT NULL
) STRICT;
CREATE INDEX unknown_event_item ON unknown_event(item) WHERE item > 0;

-- Things that another log than their own speaks of: few, and to be asked for
-- with every event that comes.
CREATE INDEX event_thing_foreign ON event_thing(thing)
    WHERE thing >> 40 <> event >> 40;

-- Events that happened after the end of their log: kept, with their log's
-- name, and shown; nothing rests on them.
CREATE TABLE evidence (
	log     TEXT NOT NULL,
	seq     INTEGER NOT NULL,
	hash    BLOB NOT NULL,
	act     INTEGER NOT NULL,       -- its number in the log
	time    INTEGER NOT NULL,
	actor   INTEGER NOT NULL,
	kind    TEXT NOT NULL,
	body    TEXT NOT NULL,
	PRIMARY KEY (log, seq, hash)
) STRICT, WITHOUT ROWID;

-- Projections -----------------------------------------------------------

-- bound: the depot that custody is on its way to; found_at: the depot where
-- it turned up unannounced; claim: the claim after which it may not yet be
-- promised.
ALTER TABLE item ADD COLUMN bound TEXT NOT NULL DEFAULT '';
ALTER TABLE item ADD COLUMN found_at TEXT NOT NULL DEFAULT '';
ALTER TABLE item ADD COLUMN claim INTEGER NOT NULL DEFAULT 0;
CREATE INDEX item_bound ON item(bound) WHERE bound <> '';
CREATE INDEX item_found_at ON item(found_at) WHERE found_at <> '';

-- asked: the depot that answers; pickup: where the unit fetches it.
ALTER TABLE orders ADD COLUMN asked TEXT NOT NULL DEFAULT '';
ALTER TABLE orders ADD COLUMN pickup TEXT NOT NULL DEFAULT '';
UPDATE orders SET asked = depot, pickup = depot;
DROP INDEX orders_number;
CREATE INDEX orders_number ON orders(number, depot);

-- event: the grant that made it.
ALTER TABLE booking ADD COLUMN event INTEGER NOT NULL DEFAULT 0;
UPDATE booking SET event = coalesce((SELECT max(e.id) FROM event_thing t
    JOIN event e ON e.id = t.event WHERE t.thing = booking.orders
    AND e.kind = 'grant'), 0);

-- key: of a case that follows from the log alone, the hash of the two events
-- that clash; its item's rows bring it.  '' for one that was opened.
ALTER TABLE cases ADD COLUMN key TEXT NOT NULL DEFAULT '';
ALTER TABLE cases ADD COLUMN depot TEXT NOT NULL DEFAULT '';  -- who opened it
UPDATE cases SET depot = (SELECT value FROM meta WHERE key = 'depot');
CREATE INDEX cases_orders ON cases(orders) WHERE orders > 0;
CREATE UNIQUE INDEX cases_key ON cases(item, key) WHERE key <> '';

-- Codes are given out by depots that do not hear of each other: the same one
-- twice is something to mend, not something to refuse.
CREATE TABLE organisation_2 (
	id      INTEGER PRIMARY KEY,
	code    TEXT NOT NULL,          -- YST
	name    TEXT NOT NULL
) STRICT;
INSERT INTO organisation_2 SELECT * FROM organisation;
DROP TABLE organisation;
ALTER TABLE organisation_2 RENAME TO organisation;
CREATE INDEX organisation_code ON organisation(code);

CREATE TABLE category_2 (
	id      INTEGER PRIMARY KEY,
	code    TEXT NOT NULL,          -- kontorsstol
	name    TEXT NOT NULL,          -- Kontorsstol
	name_en TEXT NOT NULL
) STRICT;
INSERT INTO category_2 SELECT * FROM category;
DROP TABLE category;
ALTER TABLE category_2 RENAME TO category;
CREATE INDEX category_code ON category(code);

CREATE TABLE unit_2 (
	id      INTEGER PRIMARY KEY,
	code    TEXT NOT NULL,          -- U-YST-000012-K
	name    TEXT NOT NULL,
	organisation TEXT NOT NULL,
	kind    TEXT NOT NULL,          -- school, preschool, office, care, other
	address TEXT NOT NULL,
	hours   TEXT NOT NULL,
	posting TEXT NOT NULL           -- posting codes as the unit gave them
) STRICT;
INSERT INTO unit_2 SELECT * FROM unit;
DROP TABLE unit;
ALTER TABLE unit_2 RENAME TO unit;
CREATE INDEX unit_code ON unit(code);
CREATE INDEX unit_name ON unit(name);

CREATE TABLE place_2 (
	id      INTEGER PRIMARY KEY,
	code    TEXT NOT NULL,          -- P-YST1-000007-K
	name    TEXT NOT NULL,          -- A-03-2: zone, rack, bin
	depot   TEXT NOT NULL           -- whose it is
) STRICT;
INSERT INTO place_2 SELECT id, code, name,
    (SELECT value FROM meta WHERE key = 'depot') FROM place;
DROP TABLE place;
ALTER TABLE place_2 RENAME TO place;
CREATE INDEX place_code ON place(code);
CREATE INDEX place_name ON place(name);

CREATE TABLE ticket_2 (
	id      INTEGER PRIMARY KEY,
	number  INTEGER NOT NULL,
	code    TEXT NOT NULL,          -- S-YST1-000042-K
	orders  INTEGER NOT NULL,
	expires INTEGER NOT NULL,       -- day, last one
	qr      TEXT NOT NULL,          -- signed short form
	voided  INTEGER NOT NULL,       -- 1: void
	time    INTEGER NOT NULL,
	depot   TEXT NOT NULL           -- who redeems it
) STRICT;
INSERT INTO ticket_2 SELECT *, (SELECT value FROM meta WHERE key = 'depot')
    FROM ticket;
DROP TABLE ticket;
ALTER TABLE ticket_2 RENAME TO ticket;
CREATE INDEX ticket_code ON ticket(code);
CREATE INDEX ticket_order ON ticket(orders);

-- Numbers are a depot's own.
UPDATE counter SET name = name || '-' || (SELECT value FROM meta
    WHERE key = 'depot') WHERE name IN ('order', 'ticket', 'case');

-- Free texts and photos that were erased everywhere.
CREATE TABLE redacted (
	text    TEXT PRIMARY KEY,
	event   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Local -----------------------------------------------------------------

-- Where we meet the others.
CREATE TABLE hub (
	url     TEXT PRIMARY KEY,
	added   INTEGER NOT NULL,       -- time
	last_ok INTEGER NOT NULL,       -- time of the last whole sync, 0 never
	last_try INTEGER NOT NULL,
	problem TEXT NOT NULL,          -- of the last one, as it was told, or ''
	log     TEXT NOT NULL DEFAULT '', -- our life that has been put there
	published INTEGER NOT NULL DEFAULT 0 -- as far as this event
) STRICT, WITHOUT ROWID;

-- Who belongs to us: the signed file as it came, and the keys we trust it by.
CREATE TABLE registry (
	one     INTEGER PRIMARY KEY CHECK (one = 1),
	version INTEGER NOT NULL,
	bytes   BLOB NOT NULL           -- empty before the first sync
) STRICT;
CREATE TABLE coordinator (
	public  BLOB PRIMARY KEY,
	secret  BLOB                    -- where this depot is the coordinator
) STRICT, WITHOUT ROWID;
-- Invitations that wait for their answer.
CREATE TABLE invitation (
	depot   TEXT PRIMARY KEY,
	public  BLOB NOT NULL,
	expires INTEGER NOT NULL        -- day
) STRICT, WITHOUT ROWID;
-- The registry, read: a row for each depot, and for each life of one that was
-- closed beside the life that goes on.
CREATE TABLE depot (
	code    TEXT NOT NULL,          -- TRB1
	name    TEXT NOT NULL,
	organisation TEXT NOT NULL,
	log     TEXT NOT NULL,          -- the life that joined
	public  BLOB NOT NULL,
	state   INTEGER NOT NULL,       -- 0 active 1 closed
	closed_seq INTEGER NOT NULL,    -- of log, where closed
	PRIMARY KEY (code, log)
) STRICT, WITHOUT ROWID;

-- What each log's depot said last, and when we heard it.
CREATE TABLE head (
	log     TEXT PRIMARY KEY,
	seq     INTEGER NOT NULL,
	hash    BLOB NOT NULL,
	time    INTEGER NOT NULL,       -- their clock
	heard   INTEGER NOT NULL,       -- ours
	bytes   BLOB NOT NULL           -- the statement, to relay and as proof
) STRICT, WITHOUT ROWID;
-- What that statement says to have seen.
CREATE TABLE head_seen (
	log     TEXT NOT NULL,
	seen    TEXT NOT NULL,
	seq     INTEGER NOT NULL,
	hash    BLOB NOT NULL,
	PRIMARY KEY (log, seen)
) STRICT, WITHOUT ROWID;
-- Signatures of segments that came, so that they can be passed on.
CREATE TABLE segment (
	log     TEXT NOT NULL,
	first   INTEGER NOT NULL,
	last    INTEGER NOT NULL,
	sig     BLOB NOT NULL,
	PRIMARY KEY (log, first, last)
) STRICT, WITHOUT ROWID;
-- Two signed segments of one log that tell different things: a cloned disk.
CREATE TABLE fork (
	log     TEXT PRIMARY KEY,
	seq     INTEGER NOT NULL,       -- the first that differs
	ours    BLOB NOT NULL,          -- the two hashes at it
	theirs  BLOB NOT NULL,
	time    INTEGER NOT NULL,
	proof   BLOB NOT NULL           -- where the key is ours: our event of
	                                -- that number, a segment for the hubs
) STRICT, WITHOUT ROWID;
-- Texts that belong to events that came, and have not come themselves.
CREATE TABLE text_wanted (
	id      TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;
-- The last reports, as JSON.
CREATE TABLE sync_report (
	time    INTEGER PRIMARY KEY,
	ok      INTEGER NOT NULL,
	text    TEXT NOT NULL
) STRICT;

-- Where this store is mirrored (db/mirror.h).
CREATE TABLE mirror (
	one     INTEGER PRIMARY KEY CHECK (one = 1),
	folder  TEXT NOT NULL,
	id      TEXT NOT NULL,          -- random, as the mirror's head has it
	inode   INTEGER NOT NULL,       -- of this store's file: a copy of it
	                                -- has another, and no mirror
	stale   INTEGER NOT NULL,       -- time since when it is, 0 it is not
	renew   INTEGER NOT NULL,       -- 1: only a new copy helps
	problem TEXT NOT NULL           -- name of the reason, or ''
) STRICT;
-- Copies of this store that somebody made, so that what is erased here is
-- erased there too.
CREATE TABLE backup (
	file    TEXT PRIMARY KEY,       -- its whole path
	time    INTEGER NOT NULL,
	nightly INTEGER NOT NULL,       -- 1: of a folder that is thinned out
	erased  INTEGER NOT NULL        -- erasures that it has heard of
) STRICT, WITHOUT ROWID;
INSERT INTO retention VALUES ('backup', 400), ('unit_contact', 1095),
	('item_text', 1095), ('report', 90), ('evidence', 3650);
-- What was erased is told by these events, and by nothing else.
CREATE INDEX event_erasure ON event(id) WHERE kind IN ('redact', 'forget');

-- What is handed out elsewhere than where it is promised must be sent there.
CREATE INDEX orders_away ON orders(asked) WHERE asked <> pickup;

-- Rules -----------------------------------------------------------------

-- rule: the one that answered, '' a person did; say, say_en: its sentence.
ALTER TABLE orders ADD COLUMN rule TEXT NOT NULL DEFAULT '';
ALTER TABLE orders ADD COLUMN say TEXT NOT NULL DEFAULT '';
ALTER TABLE orders ADD COLUMN say_en TEXT NOT NULL DEFAULT '';
-- Orders that the rules of this depot have looked at: once each.
CREATE TABLE rule_look (
	orders  INTEGER PRIMARY KEY,
	time    INTEGER NOT NULL,
	answer  INTEGER NOT NULL,       -- 0 grant 1 to a person 2 refuse
	rule    TEXT NOT NULL,          -- '' none fitted
	say     TEXT NOT NULL,          -- its sentence
	say_en  TEXT NOT NULL
) STRICT;

-- Losses ----------------------------------------------------------------

-- A life that began with a loss: 1 when all other depots are known to have
-- heard of it (db/heard.h).
ALTER TABLE log ADD COLUMN heard INTEGER NOT NULL DEFAULT 0;

-- What a depot has of a category -----------------------------------------

DROP INDEX item_category;
-- In the order of a page, with the state beside it to be counted.
CREATE INDEX item_category ON item(category, depot, id, state);

-- A first sync ------------------------------------------------------------

-- Statements of indexes that were put away while a store fills up; whoever
-- syncs next makes them again (db/rebuild.c).
CREATE TABLE bare_index (
	sql     TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;

-- The hub's list of depots ------------------------------------------------

-- The registry's version there after our last sync: an older one since then
-- has gone back; one that is older than ours alone has not had ours yet.
ALTER TABLE hub ADD COLUMN registry INTEGER NOT NULL DEFAULT 0;
