/* vt.h - drives a program as a person at a terminal would, and reads the
 * screen that they would see.  Nothing here sleeps: what is awaited is a
 * frame or a text, with a deadline (VT_DEADLINE_MS, else 10 s).  Rows and
 * columns count from 0; texts are UTF-8. */
#ifndef SAMDEPA_TESTS_VT_H
#define SAMDEPA_TESTS_VT_H

#include <stdbool.h>
#include <stdio.h>
#include <sys/types.h>

struct vt;

/* As pty_start; ends the test with a message where it cannot start. */
struct vt *vt_start(int rows, int cols, const char *const argv[],
    const char *const env[]);

/* Hangs up, collects the program, frees vt; gives its wait(2) status. */
int vt_free(struct vt *);

/* Waits for the program to end by itself and gives its exit status; 128 and
 * the signal's number if one ended it, -1 if it does not end in time. */
int vt_exit(struct vt *);

/* What the person does.  vt_send writes raw bytes.  The others count as
 * actions: a scan of a code (ended by Enter, as a wedge does) one, a key by
 * name ("Enter", "F2", "Up", "C-c", "å") one, a letter typed one each (at the
 * pace of a quick hand, not of a scanner), a tap one.  vt_tap_text taps the first place where text stands, false if none. */
void vt_send(struct vt *, const char *bytes, size_t n);
void vt_scan(struct vt *, const char *code);
void vt_key(struct vt *, const char *name);
void vt_type(struct vt *, const char *text);
void vt_tap(struct vt *, int row, int col);
bool vt_tap_text(struct vt *, const char *text);
void vt_resize(struct vt *, int rows, int cols);

/* Actions since the start or the last vt_actions_reset. */
int  vt_actions(const struct vt *);
void vt_actions_reset(struct vt *);

/* Wait; false if the deadline passed or the program ended first.  vt_wait is
 * for text to stand on the screen, vt_gone for it to go; vt_next for a frame
 * newer than the last vt_send, vt_scan and so on; vt_frame for frame n. */
bool vt_wait(struct vt *, const char *text);
bool vt_gone(struct vt *, const char *text);
bool vt_next(struct vt *);
bool vt_frame(struct vt *, int n);
/* For the bell to have rung n times since the start. */
bool vt_rang(struct vt *, int n);

/* Writes bytes and gives the nanoseconds until the mark of the first frame
 * that shows text; the terminal's own work is not in them.  -1: none came. */
long long vt_time(struct vt *, const char *bytes, const char *text);

/* Reads.  vt_row fills buf with a row less its trailing blanks; vt_find
 * gives where text stands; vt_cursor where the cursor is, false if hidden;
 * vt_attrs a cell's "FG/BG bold underline reverse" ("-" the default). */
bool vt_find(const struct vt *, const char *text, int *row, int *col);
void vt_row(const struct vt *, int row, char *buf, size_t cap);
bool vt_cursor(const struct vt *, int *row, int *col);
void vt_attrs(const struct vt *, int row, int col, char *buf, size_t cap);
int  vt_bells(const struct vt *);
/* What the program has written so far, in bytes. */
long long vt_bytes(const struct vt *);
pid_t vt_pid(const struct vt *);

/* Writes the rows, each after a bar, and a last line with the cursor. */
void vt_dump(const struct vt *, FILE *);

/* Compares that with the file at path; where they differ, shows both on
 * standard error.  GOLDEN=update in the environment writes the file. */
bool vt_golden(const struct vt *, const char *path);

#endif
