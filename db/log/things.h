/* things.h - inside db/: a set of ids.  things_release frees it. */
#ifndef SAMDEPA_DB_LOG_THINGS_H
#define SAMDEPA_DB_LOG_THINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct things {
	int64_t *slot;	/* a hash table, 0 empty; no id is 0 */
	size_t   n, cap;
};

void things_add(struct things *, int64_t id);
bool things_has(const struct things *, int64_t id);
void things_release(struct things *);

#endif
