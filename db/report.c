#include "db/report.h"

#include "db/clock.h"
#include "db/query.h"

enum rc
report_walk(struct db *db, const struct report_filter *f, report_fn *fn,
    void *arg, struct err *err)
{
	sqlite3_stmt *q = query(db, Q_REPORT);
	enum rc rc;

	query_int(q, ":from", clock_day_start(f->from));
	query_int(q, ":to", clock_day_start(f->to + 1));
	query_text(q, ":depot", f->depot != NULL ? f->depot : "");
	while ((rc = query_step(q, err)) == RC_OK) {
		struct report_row r = {
			.month = (int32_t)query_col(q, 0),
			.kind = (enum order_kind)query_col(q, 1),
			.unit = query_col(q, 3),
			.pieces = query_col(q, 6),
			.value = query_col(q, 7),
		};

		query_col_text(q, 2, r.category, sizeof r.category);
		query_col_text(q, 4, r.unit_code, sizeof r.unit_code);
		query_col_text(q, 5, r.unit_name, sizeof r.unit_name);
		fn(&r, arg);
	}
	query_done(q);
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}
