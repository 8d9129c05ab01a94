-- Printing: what waits for a printer stands here, not in the log, and is local
-- as people's names are: a paper belongs to the depot that prints it.

-- A paper that a printer has not taken yet; one that it took is gone from
-- here.  kind and thing say what it is (tui/papers.def), seat whose printers
-- it goes to ('': the depot's own), act what asked for it (0: a person, for
-- one more), so that it goes where the act is undone.
CREATE TABLE print_job (
	id      INTEGER PRIMARY KEY AUTOINCREMENT,  -- never a second time
	seat    TEXT NOT NULL CHECK (length(CAST(seat AS BLOB)) < 32),
	kind    TEXT NOT NULL CHECK (length(CAST(kind AS BLOB)) < 16),
	thing   INTEGER NOT NULL,
	act     INTEGER NOT NULL,
	time    INTEGER NOT NULL,
	state   INTEGER NOT NULL CHECK (state BETWEEN 0 AND 2)  -- db/job.h
) STRICT;
CREATE INDEX print_job_act ON print_job(act) WHERE act <> 0;
