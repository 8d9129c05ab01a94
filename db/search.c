/* search.c - three tiers, see db/search.h.  What goes to FTS5 is built of our
 * own words in quotes: nothing that a person types is ever its syntax. */
#include "db/search.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "db/code.h"
#include "db/item_row.h"
#include "db/text.h"
#include "db/words.h"

#define TYPED_MAX	8	/* words of a search; further ones are left out */
#define BEGINS_MAX	32	/* words that a beginning is spelt out to */
#define INSIDE_MAX	32
#define PREFIX_MAX	4	/* longest beginning that FTS5 has an index of */
#define REORDER_MAX	64	/* items that are put in order of use */
#define TRIGRAMS_MAX	(WORD_MAX * 40)	/* of a folded word, quoted */
#define GTIN_BEGIN_MIN	4	/* digits that may be the beginning of one */
#define LAST		"\xf4\x8f\xbf\xbf"	/* after any other character */

struct match {
	size_t n;
	char   text[TYPED_MAX * (BEGINS_MAX + INSIDE_MAX) * (WORD_MAX + 8)];
};

/* An answer under way. */
struct hunt {
	struct db     *db;
	struct item   *out;
	size_t         cap;
	struct search *found;
	struct words   words;
	struct match   match;
};

static void __attribute__((format(printf, 2, 3)))
put(struct match *m, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	int n = vsnprintf(m->text + m->n, sizeof m->text - m->n, fmt, ap);
	va_end(ap);
	m->n += n > 0 ? (size_t)n : 0;
}

static void
put_word(struct match *m, const char *word)
{
	put(m, "%s\"%s\"", m->text[m->n - 1] == '(' ? "" : " OR ", word);
}

/* --- the words that a typed one may stand for --- */

/* A long beginning is spelt out: FTS5 has no index of it and would gather
 * all that it finds before the first row.  *n: 0 means no word begins so. */
static enum rc
put_begins(struct hunt *h, const char *word, size_t *n, struct err *err)
{
	char to[WORD_MAX + sizeof LAST], begins[BEGINS_MAX][WORD_MAX];
	enum rc rc;

	*n = 1;
	if (word_length(word) <= PREFIX_MAX) {
		put_word(&h->match, word);
		put(&h->match, "*");
		return RC_OK;
	}
	sqlite3_stmt *q = query(h->db, Q_WORD_BEGINS);
	snprintf(to, sizeof to, "%s" LAST, word);
	query_text(q, ":from", word);
	query_text(q, ":to", to);
	for (*n = 0; (rc = query_step(q, err)) == RC_OK; (*n)++) {
		if (*n == BEGINS_MAX)
			break;
		query_col_text(q, 0, begins[*n], WORD_MAX);
	}
	query_done(q);
	/* Too many.  For a word alone the first ones fill any screen. */
	if (rc == RC_OK && h->words.n > 1) {
		put_word(&h->match, word);
		put(&h->match, "*");
		return RC_OK;
	}
	for (size_t i = 0; i < *n; i++)
		put_word(&h->match, begins[i]);
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

/* Every three characters in a row, which is how word_part knows words. */
static void
trigrams(const char *word, char out[TRIGRAMS_MAX])
{
	size_t used = 0;

	out[0] = '\0';
	for (const char *p = word; word_length(p) >= 3; ) {
		size_t n = 0;

		for (int i = 0; i < 3; i++)
			for (n++; (p[n] & 0xc0) == 0x80; n++)
				;
		used += (size_t)snprintf(out + used, TRIGRAMS_MAX - used,
		    "%s\"%.*s\"", used > 0 ? " AND " : "", (int)n, p);
		for (p++; (*p & 0xc0) == 0x80; p++)
			;
	}
}

/* The words that have it inside, not at their beginning; with meant, which
 * becomes the first if it is empty, they need have it but for accents. */
static enum rc
put_inside(struct hunt *h, const char *word, size_t *n, char *meant,
    struct err *err)
{
	char match[TRIGRAMS_MAX], key[2 * WORD_MAX], has[WORD_MAX];
	char folded[2 * WORD_MAX];
	size_t found = 0;
	enum rc rc = RC_NOT_FOUND;

	snprintf(key, sizeof key, "%s", word);
	if (meant != NULL)
		text_fold(key, sizeof key, word);
	if (word_length(key) < 3)
		return RC_OK;
	trigrams(key, match);
	sqlite3_stmt *q = query(h->db, Q_WORD_INSIDE);
	query_text(q, ":match", match);
	while (found < INSIDE_MAX && (rc = query_step(q, err)) == RC_OK) {
		query_col_text(q, 0, has, sizeof has);
		text_fold(folded, sizeof folded, has);
		const char *in = meant != NULL ? folded : has;
		const char *at = strstr(in, key);

		if (at == NULL || at == in)
			continue;
		put_word(&h->match, has);
		if (meant != NULL && *meant == '\0')
			memcpy(meant, has, sizeof has);
		found++;
	}
	query_done(q);
	*n += found;
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

/* The words that begin the same but for accents; meant becomes the first
 * that does not begin with the word itself. */
static enum rc
put_alike(struct hunt *h, const char *word, size_t *n, char *meant,
    struct err *err)
{
	char from[2 * WORD_MAX], to[2 * WORD_MAX + sizeof LAST];
	char has[WORD_MAX];
	enum rc rc;

	text_fold(from, sizeof from, word);
	snprintf(to, sizeof to, "%s" LAST, from);
	sqlite3_stmt *q = query(h->db, Q_WORD_FOLDED);
	query_text(q, ":from", from);
	query_text(q, ":to", to);
	while ((rc = query_step(q, err)) == RC_OK) {
		query_col_text(q, 0, has, sizeof has);
		put_word(&h->match, has);
		if (*meant == '\0' && strncmp(has, word, strlen(word)) != 0)
			memcpy(meant, has, sizeof has);
		(*n)++;
	}
	query_done(q);
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

/* --- asking --- */

static void
take_item(struct hunt *h, sqlite3_stmt *q)
{
	size_t n = h->found->n;

	for (size_t i = 0; i < n; i++)
		if (h->out[i].id == query_col(q, 0))
			return;
	item_row(h->db, q, &h->out[n]);
	h->found->n++;
}

/* Our own things go before those of other depots, and of each what can be had
 * before what cannot; from the first on. */
static void
ours_first(struct hunt *h, size_t first)
{
	struct item it;

	if (h->found->n > REORDER_MAX)
		return;
	for (int rank = 0; rank < 4; rank++)
		for (size_t i = first; i < h->found->n; i++) {
			it = h->out[i];
			if (2 * it.remote + (it.available == 0) != rank)
				continue;
			memmove(&h->out[first + 1], &h->out[first],
			    (i - first) * sizeof it);
			h->out[first++] = it;
		}
}

static enum rc
ask(struct hunt *h, struct err *err)
{
	sqlite3_stmt *q = query(h->db, Q_ITEM_SEARCH);
	size_t first = h->found->n;
	enum rc rc = RC_OK;

	query_text(q, ":match", h->match.text);
	query_int(q, ":cap", (int64_t)h->cap);
	item_bind_today(q);
	while (h->found->n < h->cap && (rc = query_step(q, err)) == RC_OK)
		take_item(h, q);
	query_done(q);
	ours_first(h, first);
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

/* One tier: all words, each in one of its ways. */
static enum rc
tier(struct hunt *h, enum search_tier as, struct err *err)
{
	struct match *m = &h->match;
	char meant[WORD_MAX];
	bool other = false;
	size_t before = h->found->n, used = 0;
	enum rc rc = RC_OK;

	m->n = 0;
	h->found->meant[0] = '\0';
	for (size_t i = 0; rc == RC_OK && i < h->words.n; i++) {
		const char *word = h->words.word[i];
		size_t begins = 0, more = 0;

		meant[0] = '\0';
		put(m, "%s(", i > 0 ? " AND " : "");
		if (as != SEARCH_INSIDE || h->words.n > 1)
			rc = put_begins(h, word, &begins, err);
		if (rc == RC_OK && as == SEARCH_INSIDE)
			rc = put_inside(h, word, &more, NULL, err);
		if (rc == RC_OK && as == SEARCH_MEANT)
			rc = put_alike(h, word, &more, meant, err);
		if (rc == RC_OK && as == SEARCH_MEANT)
			rc = put_inside(h, word, &more, meant, err);
		if (begins + more == 0)
			return rc;	/* no item has it */
		put(m, ")");
		other = other || as == SEARCH_EXACT || meant[0] != '\0' ||
		    (as == SEARCH_INSIDE && more > 0);
		const char *say = meant[0] != '\0' ? meant : word;
		if (used + strlen(say) + 2 <= sizeof h->found->meant)
			used += (size_t)snprintf(h->found->meant + used,
			    sizeof h->found->meant - used, "%s%s",
			    used > 0 ? " " : "", say);
	}
	if (rc == RC_OK && other)
		rc = ask(h, err);
	if (rc == RC_OK && h->found->n > before &&
	    h->found->tier == SEARCH_NONE)
		h->found->tier = as;
	return rc;
}

/* --- codes --- */

static enum rc
code_prefix(struct hunt *h, const char *from, struct err *err)
{
	char to[CODE_TEXT_MAX + sizeof LAST];
	enum rc rc = RC_OK;

	snprintf(to, sizeof to, "%s" LAST, from);
	sqlite3_stmt *q = query(h->db, Q_ITEM_BY_CODE_PREFIX);
	query_text(q, ":from", from);
	query_text(q, ":to", to);
	query_int(q, ":cap", (int64_t)h->cap);
	item_bind_today(q);
	while (h->found->n < h->cap && (rc = query_step(q, err)) == RC_OK)
		take_item(h, q);
	query_done(q);
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

/* What a label carries, as it is kept: the 12 digits below the bars of a UPC
 * are a GTIN of 14, the GTIN of a thing with a serial number is in its code. */
static enum rc
whole_code(struct hunt *h, const char *typed, size_t n, struct err *err)
{
	char forms[CODE_FORMS_MAX][CODE_FOREIGN_MAX], serial[32];
	struct code code;
	enum rc rc = code_parse(typed, n, &code, NULL);

	if (rc != RC_OK || code.kind != CODE_FOREIGN)
		return RC_OK;
	size_t count = code_forms(code.text, forms);
	for (size_t i = 0; rc == RC_OK && i < count; i++)
		if (strlen(forms[i]) != n || memcmp(forms[i], typed, n) != 0)
			rc = code_prefix(h, forms[i], err);
	if (rc == RC_OK && code_is_gtin(&code)) {
		snprintf(serial, sizeof serial, "(01)%.14s(", code.text);
		rc = code_prefix(h, serial, err);
	}
	return rc;
}

/* A number is that of one of our own labels, or begins a code, as does what
 * has a digit or a letter and a dash in front.  GTINs are kept with zeros in
 * front, of which one or two are not on the label. */
static enum rc
codes(struct hunt *h, const char *typed, size_t n, struct err *err)
{
	char text[CODE_TEXT_MAX], upper[CODE_TEXT_MAX], label[64];
	size_t digits = 0, run = 0;
	enum rc rc = RC_OK;

	if (n == 0 || n >= sizeof text || memchr(typed, ' ', n) != NULL)
		return RC_OK;
	for (size_t i = 0; i <= n; i++) {
		text[i] = i < n ? typed[i] : '\0';
		upper[i] = (char)toupper((unsigned char)text[i]);
		digits += isdigit((unsigned char)text[i]) != 0;
		run += digits == i + 1;
	}
	if (digits == 0 && !(n >= 2 && upper[0] >= 'A' && upper[0] <= 'Z' &&
	    text[1] == '-'))
		return RC_OK;
	if (run == n && n <= 12) {
		snprintf(label, sizeof label, "%c-%s-%06lld-",
		    code_kind_letter(CODE_ITEM), db_depot(h->db),
		    strtoll(text, NULL, 10));
		rc = code_prefix(h, label, err);
	}
	if (rc == RC_OK)
		rc = whole_code(h, text, n, err);
	if (rc == RC_OK && run == n && n >= GTIN_BEGIN_MIN && n < 13) {
		snprintf(label, sizeof label, "0%.60s", text);
		rc = code_prefix(h, label, err);
		snprintf(label, sizeof label, "00%.60s", text);
		if (rc == RC_OK)
			rc = code_prefix(h, label, err);
	}
	if (rc == RC_OK)
		rc = code_prefix(h, text, err);
	if (rc == RC_OK && strcmp(text, upper) != 0)
		rc = code_prefix(h, upper, err);
	if (rc == RC_OK && h->found->n > 0)
		h->found->tier = SEARCH_CODE;
	return rc;
}

enum rc
search_items(struct db *db, const char *words, struct item *out, size_t cap,
    struct search *found, struct err *err)
{
	struct hunt h = { .db = db, .out = out, .cap = cap, .found = found };
	size_t n = strlen(words);

	memset(found, 0, sizeof *found);
	words = text_trim(words, &n);
	enum rc rc = codes(&h, words, n, err);
	if (rc == RC_OK)
		rc = words_split(db, words, &h.words, err);
	if (h.words.n > TYPED_MAX)
		h.words.n = TYPED_MAX;
	if (rc != RC_OK || h.words.n == 0)
		return rc;
	rc = tier(&h, SEARCH_EXACT, err);
	if (rc == RC_OK && found->n < cap)
		rc = tier(&h, SEARCH_INSIDE, err);
	if (rc == RC_OK && found->n == 0)
		rc = tier(&h, SEARCH_MEANT, err);
	if (found->tier != SEARCH_MEANT)
		found->meant[0] = '\0';
	return rc;
}
