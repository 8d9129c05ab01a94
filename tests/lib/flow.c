#include <glob.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/lib/flow.h"
#include "tests/lib/scene.h"
#include "tests/lib/tap.h"
#include "tests/lib/vt_own.h"

#define STX "\002"		/* the scanner's prefix */
#define DEADLINE_MS 10000

static const struct {
	const char *name, *sv, *en;
} outcomes[] = {
	{ "ok", "✓ Klart", "✓ Done" },
	{ "already", "= Redan", "= Already" },
	{ "no", "✗ Nej", "✗ No" },
	{ "info", "» Obs", "» Note" },
};

void
flow_expect(struct flow *f, bool holds, const char *fmt, ...)
{
	va_list ap;

	if (holds || f->why[0] != '\0')
		return;
	va_start(ap, fmt);
	vsnprintf(f->why, sizeof f->why, fmt, ap);
	va_end(ap);
	fprintf(stderr, "%s in %s: %s\n", f->task, f->where, f->why);
	vt_dump(f->vt, stderr);
}

const char *
flow_free(int n, char code[64])
{
	char sql[400];

	snprintf(sql, sizeof sql, "SELECT code FROM item WHERE state = 0"
	    " AND lot = 0 AND condition < 3 AND restriction = ''"
	    " AND inspect_by = 0 AND id NOT IN (SELECT item FROM booking)"
	    " ORDER BY id LIMIT 1 OFFSET %d", n);
	return scene_code(sql, code);
}

const char *
flow_badge(char code[64])
{
	return scene_code("SELECT badge FROM staff WHERE role = 2", code);
}

static void
remove_papers(void)
{
	char pattern[1200];
	glob_t g;

	snprintf(pattern, sizeof pattern, "%s/print/*", scene_folder());
	if (glob(pattern, 0, NULL, &g) == 0)
		for (size_t i = 0; i < g.gl_pathc; i++)
			unlink(g.gl_pathv[i]);
	globfree(&g);
}

void
flow_open(struct flow *f, bool en, int rows, int cols)
{
	const char *const args[] = { "--lang", en ? "en" : "sv", NULL };
	char badge[64], config[1400];

	memset(f, 0, sizeof *f);
	f->en = en;
	snprintf(f->where, sizeof f->where, "%s-%dx%d", en ? "en" : "sv",
	    cols, rows);
	snprintf(config, sizeof config, "scan_prefix = ^B\n%s",
	    scene_reader());
	scene_set(config);
	remove_papers();
	f->vt = scene_kiosk(rows, cols, args);
	snprintf(f->task, sizeof f->task, "sign-in");
	flow_scan(f, flow_badge(badge));
	flow_said(f, "info", "Inloggad:", "Signed in:");
}

void
flow_open_on(struct flow *f, const char *config, const char *const args[])
{
	char badge[64];

	memset(f, 0, sizeof *f);
	snprintf(f->where, sizeof f->where, "sv-80x24");
	snprintf(f->task, sizeof f->task, "sign-in");
	f->bursts = strstr(config, "scan_prefix") == NULL;
	scene_set(config);
	remove_papers();
	f->vt = scene_kiosk(24, 80, args);
	flow_scan(f, flow_badge(badge));
	flow_said(f, "info", "Inloggad:", "Signed in:");
}

void
flow_again(struct flow *f)
{
	kill(vt_pid(f->vt), SIGKILL);
	vt_exit(f->vt);
	vt_free(f->vt);
	f->vt = scene_kiosk(24, 80, NULL);
}

void
flow_close(struct flow *f)
{
	vt_free(f->vt);
}

void
flow_begin(struct flow *f, const char *task)
{
	snprintf(f->task, sizeof f->task, "%s", task);
	f->why[0] = '\0';
	vt_key(f->vt, "Esc");	/* what was typed at Home */
	vt_key(f->vt, "F10");
	flow_sees(f, f->en ? "Scan anything" : "Skanna vad som helst");
	flow_count(f);
}

void
flow_count(struct flow *f)
{
	vt_actions_reset(f->vt);
}

void
flow_scan(struct flow *f, const char *code)
{
	char text[4096];

	snprintf(text, sizeof text, "%s%s", f->bursts ? "" : STX, code);
	vt_scan(f->vt, text);
}

void
flow_key(struct flow *f, const char *name)
{
	vt_key(f->vt, name);
}

void
flow_type(struct flow *f, const char *text)
{
	vt_type(f->vt, text);
}

void
flow_number(struct flow *f, int n)
{
	int before = vt_actions(f->vt);
	char text[16];

	snprintf(text, sizeof text, "%d", n);
	vt_type(f->vt, text);
	f->vt->actions = before + 1;
}

void
flow_tap(struct flow *f, const char *sv, const char *en)
{
	const char *text = f->en ? en : sv;

	flow_sees(f, text);
	flow_expect(f, vt_tap_text(f->vt, text), "no %s to tap", text);
}

void
flow_sees(struct flow *f, const char *text)
{
	flow_expect(f, vt_wait(f->vt, text), "'%s' is not on the screen",
	    text);
}

/* Two rows make the sentence where it is too long for one. */
static bool
says(struct flow *f, const char *word, const char *text)
{
	char line[2 * 4096], next[4096];

	for (int row = 0; row < f->vt->rows; row++) {
		vt_row(f->vt, row, line, 4096);
		const char *found = strstr(line, word);
		if (found == NULL || found > line + 2)
			continue;
		next[0] = '\0';
		if (row + 1 < f->vt->rows)
			vt_row(f->vt, row + 1, next, sizeof next);
		strcat(line, next);
		return strstr(line, text) != NULL;
	}
	return false;
}

void
flow_said(struct flow *f, const char *o, const char *sv, const char *en)
{
	const char *word = "", *text = f->en ? en : sv;
	long long until = now_ms() + DEADLINE_MS;

	for (size_t i = 0; i < sizeof outcomes / sizeof *outcomes; i++)
		if (strcmp(outcomes[i].name, o) == 0)
			word = f->en ? outcomes[i].en : outcomes[i].sv;
	while (!says(f, word, text) && now_ms() < until && !f->vt->ended)
		vt_frame(f->vt, f->vt->pty.frame + 1);
	flow_expect(f, says(f, word, text), "it does not say '%s %s'", word,
	    text);
}

void
flow_shows(struct flow *f, const char *code, const char *json)
{
	char out[16384];
	int status = scene_ctl(out, sizeof out, "show %s --json", code);

	flow_expect(f, status == 0 && strstr(out, json) != NULL,
	    "%s has no %s (status %d)", code, json, status);
}

void
flow_sql(struct flow *f, const char *sql, const char *wanted)
{
	char seen[64];

	scene_code(sql, seen);
	flow_expect(f, strcmp(seen, wanted) == 0, "'%s' and not '%s': %s",
	    seen, wanted, sql);
}

int
flow_papers(void)
{
	char pattern[1200];
	glob_t g;

	snprintf(pattern, sizeof pattern, "%s/print/*.pdf", scene_folder());
	int n = glob(pattern, 0, NULL, &g) == 0 ? (int)g.gl_pathc : 0;
	globfree(&g);
	return n;
}

void
flow_printed(struct flow *f, int n)
{
	long long until = now_ms() + DEADLINE_MS;

	while (flow_papers() < n && now_ms() < until && !f->vt->ended)
		vt_frame(f->vt, f->vt->pty.frame + 1);
	flow_expect(f, flow_papers() >= n, "%d papers, not %d",
	    flow_papers(), n);
}

void
flow_done(struct flow *f, int most)
{
	char name[160];
	int did = vt_actions(f->vt);

	flow_expect(f, did <= most, "%d actions, not %d", did, most);
	snprintf(name, sizeof name, "flow-%s-%s", f->task, f->where);
	tap_ok(f->why[0] == '\0', name, "%s", f->why);
}
