/* scene.h - a kiosk on a made-up depot of its own: a fresh folder with the
 * demo store, a configuration and a frozen clock, gone when the test ends.
 * BUILD in the environment says which build's programs are tried. */
#ifndef SAMDEPA_TESTS_SCENE_H
#define SAMDEPA_TESTS_SCENE_H

#include <stdbool.h>

#include "tests/lib/vt.h"

#define SCENE_NOW "2026-11-23T09:00:00Z"	/* a Monday, ten o'clock */

/* Makes the folder and the demo store (once), and the same store again at
 * each further call: what a test changed is undone.  config: more lines of
 * the configuration file, or NULL. */
void scene_set(const char *config);

/* The same, where the demo's depot has met another, TRB1, by a hub in the
 * folder: before the first scene_set. */
void scene_others(void);

/* A reader of codes for the kiosks that start from now on, in the setting that
 * is given back (valid until the next call); and what it reads, poorly. */
const char *scene_reader(void);
void scene_weak(const char *code);

const char *scene_folder(void);
const char *scene_store(void);

/* Starts the kiosk and waits for its first frame; args may be NULL, else
 * further ones up to a NULL. */
struct vt *scene_kiosk(int rows, int cols, const char *const args[]);

/* Runs samdepactl on the store with the words of fmt; fills out (may be NULL,
 * cap 0) with what it printed and gives its exit status. */
int scene_ctl(char *out, size_t cap, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* The first code that a query of the store gives, such as
 * "SELECT code FROM item WHERE state = 0". */
const char *scene_code(const char *sql, char code[64]);

#endif
