#include <sqlite3.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/lib/scene.h"

static char folder[1024], store[1100];

static void
run(const char *command)
{
	if (system(command) != 0) {
		fprintf(stderr, "scene: %s\n", command);
		printf("not ok scene - %s\n", command);
		exit(1);
	}
}

static void
remove_folder(void)
{
	char command[1200];

	snprintf(command, sizeof command, "rm -rf '%s'", folder);
	if (system(command) != 0)
		perror(folder);
}

static const char *
build(void)
{
	const char *text = getenv("BUILD");

	return text == NULL ? "build" : text;
}

static void
make_demo(void)
{
	const char *tmp = getenv("TMPDIR");
	char command[8192];

	snprintf(folder, sizeof folder, "%s/samdepa-scene.XXXXXX",
	    tmp == NULL ? "/tmp" : tmp);
	if (mkdtemp(folder) == NULL) {
		perror(folder);
		exit(2);
	}
	atexit(remove_folder);
	snprintf(store, sizeof store, "%s/store.db", folder);
	snprintf(command, sizeof command, "%s/samdepa.conf", folder);
	setenv("SAMDEPA_CONFIG", command, 1);
	setenv("SAMDEPA_STORE", store, 1);
	setenv("SAMDEPA_NOW", SCENE_NOW, 1);
	setenv("TZ", "Europe/Stockholm", 1);
	setenv("LANG", "C.UTF-8", 1);
	unsetenv("LC_ALL");
	unsetenv("LANGUAGE");
	snprintf(command, sizeof command, ": >'%s/samdepa.conf' &&"
	    " '%s/samdepactl' demo >'%s/demo.out' 2>&1 &&"
	    " mkdir '%s/first' && cp '%s'* '%s/first/'", folder, build(),
	    folder, folder, store, folder);
	run(command);
}

void
scene_others(void)
{
	char command[8192];

	if (folder[0] == '\0')
		make_demo();
	snprintf(command, sizeof command, "{ ctl='%s/samdepactl';"
	    " other=%s/other.db; mkdir '%s/hub' &&"
	    " $ctl hub add --init 'file:%s/hub' && inv=$($ctl depot invite"
	    " TRB1) && $ctl --store $other init --depot TRB1 --name"
	    " 'Trelleborgs depå' --organisation TRB='Trelleborgs kommun' &&"
	    " $ctl --store $other depot join \"$inv\" && $ctl sync; }"
	    " >'%s/others.out' 2>&1 && cp '%s'* '%s/first/'", build(), folder,
	    folder, folder, folder, store, folder);
	run(command);
}

void
scene_set(const char *config)
{
	char path[1200], command[4096];

	if (folder[0] == '\0')
		make_demo();
	snprintf(command, sizeof command, "rm -f '%s'* &&"
	    " cp '%s/first/'store.db* '%s/'", store, folder, folder);
	run(command);
	snprintf(path, sizeof path, "%s/samdepa.conf", folder);
	FILE *f = fopen(path, "w");
	if (f == NULL) {
		perror(path);
		exit(2);
	}
	fprintf(f, "printer = file:%s/print\n%s\n", folder,
	    config == NULL ? "" : config);
	fclose(f);
}

/* What it reads stands in a file of its own, so that the reader of a kiosk that
 * was killed takes nothing from the next one's. */
static char reader[1200];

const char *
scene_reader(void)
{
	static char setting[1300];
	static int nth;
	char script[1300];

	if (folder[0] == '\0')
		make_demo();
	snprintf(reader, sizeof reader, "%s/reader%d", folder, ++nth);
	snprintf(script, sizeof script, "%s.sh", reader);
	snprintf(setting, sizeof setting, "scanner = sh %s", script);
	FILE *f = fopen(script, "w"), *lines = fopen(reader, "w");
	if (f == NULL || lines == NULL) {
		perror(reader);
		exit(2);
	}
	fprintf(f, "exec tail --pid=%d -n +1 -f '%s'\n", (int)getpid(), reader);
	fprintf(lines, "samdepa-scan 1\n");
	fclose(f);
	fclose(lines);
	return setting;
}

void
scene_weak(const char *code)
{
	FILE *f = fopen(reader, "a");

	if (f == NULL)
		return;
	fprintf(f, "scan Code-128 ]C0 weak %s\n", code);
	fclose(f);
}

const char *
scene_folder(void)
{
	return folder;
}

const char *
scene_store(void)
{
	return store;
}

struct vt *
scene_kiosk(int rows, int cols, const char *const args[])
{
	char program[4096];
	const char *argv[16] = { program };
	size_t n = 1;

	snprintf(program, sizeof program, "%s/samdepa", build());
	while (args != NULL && args[n - 1] != NULL && n < 15) {
		argv[n] = args[n - 1];
		n++;
	}
	struct vt *vt = vt_start(rows, cols, argv, NULL);
	if (!vt_frame(vt, 1)) {
		vt_dump(vt, stderr);
		printf("not ok scene - the kiosk paints nothing\n");
		exit(1);
	}
	return vt;
}

int
scene_ctl(char *out, size_t cap, const char *fmt, ...)
{
	char words[4096], command[8300];
	va_list ap;
	size_t n = 0;

	va_start(ap, fmt);
	vsnprintf(words, sizeof words, fmt, ap);
	va_end(ap);
	snprintf(command, sizeof command, "'%s/samdepactl' %s 2>&1", build(),
	    words);
	FILE *f = popen(command, "r");
	if (f == NULL)
		return -1;
	for (int c; (c = getc(f)) != EOF;)
		if (n + 1 < cap)
			out[n++] = (char)c;
	if (cap > 0)
		out[n] = '\0';
	int status = pclose(f);
	return WIFEXITED(status) ? WEXITSTATUS(status) :
	    128 + WTERMSIG(status);
}

const char *
scene_code(const char *sql, char code[64])
{
	sqlite3 *db;
	sqlite3_stmt *q = NULL;

	code[0] = '\0';
	if (sqlite3_open_v2(store, &db, SQLITE_OPEN_READWRITE, NULL) ==
	    SQLITE_OK &&
	    sqlite3_prepare_v2(db, sql, -1, &q, NULL) == SQLITE_OK &&
	    sqlite3_step(q) == SQLITE_ROW)
		snprintf(code, 64, "%s",
		    (const char *)sqlite3_column_text(q, 0));
	else
		fprintf(stderr, "scene: %s: %s\n", sql, sqlite3_errmsg(db));
	sqlite3_finalize(q);
	sqlite3_close(db);
	return code;
}
