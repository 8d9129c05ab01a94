-- The store.  Three sorts of tables live here:
--   the log      log, event, event_thing, undone: the truth, only appended to
--   projections  what the screens read; rebuilt from the log at any time
--   local        people, secrets and texts: never in the log, can be erased
-- A thing's id is the id of the event that made it: log.id << 40 | seq.
-- Days are days since 1970-01-01 in local time; times are seconds UTC.

-- The log ---------------------------------------------------------------

CREATE TABLE log (
	id      INTEGER PRIMARY KEY,    -- this store's number for the log
	name    TEXT NOT NULL UNIQUE,   -- depot and incarnation: YST1-K3X9A2
	depot   TEXT NOT NULL,          -- YST1
	own     INTEGER NOT NULL,       -- 1: the one this store writes
	parent  TEXT NOT NULL,          -- the life before, '' for the first
	seq     INTEGER NOT NULL,       -- head: last event's number
	hash    BLOB NOT NULL,          -- head: last event's hash
	public  BLOB NOT NULL           -- Ed25519 key of this life
) STRICT;

CREATE TABLE event (
	id      INTEGER PRIMARY KEY,    -- log << 40 | seq
	act     INTEGER NOT NULL,       -- id of the first event of the act
	time    INTEGER NOT NULL,
	actor   INTEGER NOT NULL,       -- a random number, see staff; 0 a rule
	kind    TEXT NOT NULL,          -- the verb
	body    TEXT NOT NULL CHECK (length(CAST(body AS BLOB)) <= 4096),
	hash    BLOB NOT NULL           -- BLAKE2b-256 with the one before
) STRICT;
CREATE INDEX event_undo ON event(id) WHERE kind = 'undo';

-- Which events concern a thing, for its history, its fold and undo.
CREATE TABLE event_thing (
	thing   INTEGER NOT NULL,
	event   INTEGER NOT NULL,
	PRIMARY KEY (thing, event)
) STRICT, WITHOUT ROWID;
CREATE INDEX event_thing_event ON event_thing(event);

-- Projections -----------------------------------------------------------

-- Acts that were taken back.
CREATE TABLE undone (
	act     INTEGER PRIMARY KEY,
	event   INTEGER NOT NULL        -- the undo
) STRICT;

-- The highest number given out, per kind: item, place, unit, badge, order,
-- ticket, case.  Numbers of undone acts are not given again.
CREATE TABLE counter (
	name    TEXT PRIMARY KEY,
	value   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE organisation (
	id      INTEGER PRIMARY KEY,
	code    TEXT NOT NULL UNIQUE,   -- YST
	name    TEXT NOT NULL
) STRICT;

CREATE TABLE category (
	id      INTEGER PRIMARY KEY,
	code    TEXT NOT NULL UNIQUE,   -- kontorsstol
	name    TEXT NOT NULL,          -- Kontorsstol
	name_en TEXT NOT NULL
) STRICT;

CREATE TABLE unit (
	id      INTEGER PRIMARY KEY,
	code    TEXT NOT NULL UNIQUE,   -- U-YST-000012-K
	name    TEXT NOT NULL,
	organisation TEXT NOT NULL,
	kind    TEXT NOT NULL,          -- school, preschool, office, care, other
	address TEXT NOT NULL,
	hours   TEXT NOT NULL,
	posting TEXT NOT NULL           -- posting codes as the unit gave them
) STRICT;
CREATE INDEX unit_name ON unit(name);

CREATE TABLE place (
	id      INTEGER PRIMARY KEY,
	code    TEXT NOT NULL UNIQUE,   -- P-YST1-000007-K
	name    TEXT NOT NULL           -- A-03-2: zone, rack, bin
) STRICT;
CREATE INDEX place_name ON place(name);

CREATE TABLE item (
	id      INTEGER PRIMARY KEY,
	code    TEXT NOT NULL,          -- its label now
	name    TEXT NOT NULL,
	category TEXT NOT NULL,
	lot     INTEGER NOT NULL,       -- 1: a counted number of like things
	count   INTEGER NOT NULL CHECK (count >= 0),
	condition INTEGER NOT NULL,     -- 0 as new .. 3 broken
	width   INTEGER NOT NULL,       -- mm, 0 unknown
	depth   INTEGER NOT NULL,
	height  INTEGER NOT NULL,
	value   INTEGER NOT NULL,       -- hundredths of a krona, 0 unknown
	owner   TEXT NOT NULL,          -- organisation
	responsible INTEGER NOT NULL,   -- unit, 0 the depot itself
	depot   TEXT NOT NULL,          -- custodian
	era     INTEGER NOT NULL,
	hop     INTEGER NOT NULL,
	state   INTEGER NOT NULL,       -- item_states.def
	place   INTEGER NOT NULL,       -- where in the depot, 0 nowhere
	holder  INTEGER NOT NULL,       -- unit that has it (all of it), or 0
	restriction TEXT NOT NULL,      -- restrictions.def, comma between
	inspect_by INTEGER NOT NULL,    -- day, 0 none
	outcome TEXT NOT NULL,          -- of a retired one
	note    TEXT NOT NULL           -- text.id, or ''
) STRICT;
CREATE INDEX item_category ON item(category, state);
CREATE INDEX item_place ON item(place) WHERE place > 0;
CREATE INDEX item_responsible ON item(responsible) WHERE responsible > 0;
CREATE INDEX item_holder ON item(holder) WHERE holder > 0;

-- Every code that names an item: labels, old numbers, EAN (may name many).
CREATE TABLE item_code (
	code    TEXT NOT NULL,
	item    INTEGER NOT NULL,
	PRIMARY KEY (code, item)
) STRICT, WITHOUT ROWID;
CREATE INDEX item_code_item ON item_code(item);

-- The transfer form.
CREATE TABLE orders (
	id      INTEGER PRIMARY KEY,
	number  INTEGER NOT NULL,
	depot   TEXT NOT NULL,
	kind    INTEGER NOT NULL,       -- order_kinds.def
	unit    INTEGER NOT NULL,
	start   INTEGER NOT NULL,       -- day
	until   INTEGER NOT NULL,       -- day, last one; 0 for good
	delivery TEXT NOT NULL,         -- '' pick-up, else text.id: the address
	reason  TEXT NOT NULL,          -- coded: need, project, other, ..
	note    TEXT NOT NULL,          -- text.id, or ''
	state   INTEGER NOT NULL,       -- order_states.def
	time    INTEGER NOT NULL,
	answer  TEXT NOT NULL           -- coded reason of the refusal, or rule
) STRICT;
CREATE UNIQUE INDEX orders_number ON orders(number, depot);
CREATE INDEX orders_asked ON orders(id) WHERE state = 0;
CREATE INDEX orders_unit ON orders(unit);
CREATE INDEX orders_state ON orders(state);

CREATE TABLE order_line (
	orders  INTEGER NOT NULL,
	line    INTEGER NOT NULL,       -- from 1
	item    INTEGER NOT NULL,       -- or 0: any of the category
	category TEXT NOT NULL,
	count   INTEGER NOT NULL CHECK (count > 0),
	PRIMARY KEY (orders, line)
) STRICT, WITHOUT ROWID;

-- A promise of an item to a unit, and what became of it: the loan.
CREATE TABLE booking (
	orders  INTEGER NOT NULL,
	line    INTEGER NOT NULL,
	item    INTEGER NOT NULL,
	unit    INTEGER NOT NULL,
	kind    INTEGER NOT NULL,
	count   INTEGER NOT NULL CHECK (count > 0),
	out     INTEGER NOT NULL,       -- handed out so far
	back    INTEGER NOT NULL,       -- of these returned
	start   INTEGER NOT NULL,
	until   INTEGER NOT NULL,       -- 0 for good
	state   INTEGER NOT NULL,       -- 0 booked 1 hold 2 out 3 done 4 cancelled
	ticket  INTEGER NOT NULL,       -- the hold's ticket, or 0
	out_time INTEGER NOT NULL,
	back_time INTEGER NOT NULL,
	PRIMARY KEY (item, orders, line),
	CHECK (out <= count AND back <= out)
) STRICT, WITHOUT ROWID;
CREATE INDEX booking_active ON booking(item, start, until) WHERE state < 3;
CREATE INDEX booking_order ON booking(orders, line);
CREATE INDEX booking_unit ON booking(unit, until) WHERE state < 3;
-- With the state in them they answer without a look at the table.
CREATE INDEX booking_todo ON booking(orders, ticket, state) WHERE state < 2;
CREATE INDEX booking_due ON booking(until, item, state) WHERE state = 2;

CREATE TABLE ticket (
	id      INTEGER PRIMARY KEY,
	number  INTEGER NOT NULL,
	code    TEXT NOT NULL UNIQUE,   -- S-YST1-000042-K
	orders  INTEGER NOT NULL,
	expires INTEGER NOT NULL,       -- day, last one
	qr      TEXT NOT NULL,          -- signed short form
	voided  INTEGER NOT NULL,       -- 1: void
	time    INTEGER NOT NULL
) STRICT;
CREATE INDEX ticket_order ON ticket(orders);

-- What a person must settle.
CREATE TABLE cases (
	id      INTEGER PRIMARY KEY,
	number  INTEGER NOT NULL,
	kind    TEXT NOT NULL,          -- case_kinds.def
	item    INTEGER NOT NULL,
	orders  INTEGER NOT NULL,
	unit    INTEGER NOT NULL,
	note    TEXT NOT NULL,
	time    INTEGER NOT NULL,
	outcome TEXT NOT NULL           -- '' while open
) STRICT;
CREATE INDEX cases_open ON cases(id) WHERE outcome = '';
CREATE INDEX cases_number ON cases(number);
CREATE INDEX cases_item ON cases(item) WHERE item > 0;

-- Search: words and their beginnings, exact Swedish letters.
CREATE VIRTUAL TABLE item_search USING fts5(
	text, content='', columnsize=0, detail=none, prefix='1 2 3 4',
	tokenize="unicode61 remove_diacritics 0"
);
-- Every word that stands in the search, once: inside words (word_part), and
-- with folded letters for "did you mean".
CREATE TABLE word (
	id      INTEGER PRIMARY KEY,
	word    TEXT NOT NULL UNIQUE,
	folded  TEXT NOT NULL
) STRICT;
CREATE INDEX word_folded ON word(folded);
CREATE VIRTUAL TABLE word_part USING fts5(
	word, content='', columnsize=0, detail=none, tokenize="trigram"
);

-- Local -----------------------------------------------------------------

-- What this store is: depot, depot_name, organisation.
CREATE TABLE meta (
	key     TEXT PRIMARY KEY,
	value   TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The secret half of this life's key.
CREATE TABLE secret (
	log     INTEGER PRIMARY KEY,
	key     BLOB NOT NULL
) STRICT;

CREATE TABLE staff (
	id      INTEGER PRIMARY KEY,    -- random; the actor in the log
	name    TEXT NOT NULL,
	role    INTEGER NOT NULL,       -- roles.def
	badge   TEXT,                   -- B-YST1-000003-K
	login   TEXT,                   -- user of the operating system
	pin     TEXT NOT NULL,          -- argon2id, '' none
	failures INTEGER NOT NULL,      -- wrong PINs in a row
	locked_until INTEGER NOT NULL,  -- time before which no PIN is tried
	disabled INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX staff_badge ON staff(badge) WHERE badge IS NOT NULL;
CREATE UNIQUE INDEX staff_login ON staff(login) WHERE login IS NOT NULL;

-- Free texts, named in the log by a salted hash, so that they can be erased.
CREATE TABLE text (
	id      TEXT PRIMARY KEY,       -- 32 hex digits of BLAKE2b(salt, text)
	salt    BLOB NOT NULL,
	text    TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Who to call about an order or at a unit.
CREATE TABLE contact (
	thing   INTEGER PRIMARY KEY,    -- order or unit
	name    TEXT NOT NULL,
	phone   TEXT NOT NULL
) STRICT;

-- A person's unfinished work and codes put aside, kept over a restart.
CREATE TABLE parked (
	staff   INTEGER NOT NULL,
	slot    TEXT NOT NULL,
	text    TEXT NOT NULL,
	time    INTEGER NOT NULL,
	PRIMARY KEY (staff, slot)
) STRICT, WITHOUT ROWID;

-- How long a sort of personal data is kept, in days.
CREATE TABLE retention (
	what    TEXT PRIMARY KEY,
	days    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO retention VALUES ('contact', 180), ('text', 730), ('staff', 365);
