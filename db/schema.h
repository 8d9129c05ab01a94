/* schema.h - the migrations, embedded by make from db/schema/NNN-*.sql.
 * Migration i brings a store from user_version i to i + 1. */
#ifndef SAMDEPA_DB_SCHEMA_H
#define SAMDEPA_DB_SCHEMA_H

extern const char *const schema_sql[];
extern const int schema_count;

#define SCHEMA_APPLICATION_ID 0x53414d44	/* "SAMD" */

#endif
