/* detail.h - inside db/: an event in a few words. */
#ifndef SAMDEPA_DB_LOG_DETAIL_H
#define SAMDEPA_DB_LOG_DETAIL_H

#include "db/history.h"
#include "db/log/event.h"

/* Fills code, name and detail of out by what the event says. */
void event_detail(struct db *, const struct event *, struct history *out);

#endif
