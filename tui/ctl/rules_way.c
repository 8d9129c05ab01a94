#include "tui/ctl/rules_way.h"

#include <stdio.h>
#include <string.h>

#include "tui/ctl/out.h"
#include "tui/ctl/row.h"
#include "tui/depot_rules.h"
#include "tui/lang.h"
#include "tui/say.h"

struct way {
	const struct rules *rules;
	json_t *things;
	const struct rule *last;	/* tried, so that a thing's first one is
					   known */
	int32_t line;
	int64_t item;
};

static json_t *
condition(const struct rules *r, const struct rule_test *t,
    const struct rule_facts *f)
{
	char text[512], is[RULE_FACT_MAX + 512], why[400];
	json_t *o = json_object();

	rule_test_text(r, t, text, sizeof text);
	depot_rules_fact(f, t->what, is, sizeof is);
	if (t->what == RULE_FREE && f->why.why != WHY_NONE) {
		size_t n = strlen(is);

		snprintf(is + n, sizeof is - n, ": %s", say_err(RC_REFUSED,
		    &f->why, why, sizeof why));
	}
	out_set(o, "condition", out_string(text));
	out_set(o, "is", out_string(is));
	out_set(o, "holds", json_boolean(rule_test_holds(r, t, f)));
	return o;
}

static json_t *
thing(const struct rule_facts *f)
{
	char why[512];
	json_t *o = json_object();

	out_set(o, "line", json_integer(f->line));
	out_set(o, "code", out_string_or_null(f->code));
	out_set(o, "name", out_string(f->name));
	out_set(o, "count", json_integer(f->count));
	out_set(o, "free", json_boolean(strcmp(f->word[RULE_FREE], "yes") ==
	    0));
	out_set(o, "why", out_string_or_null(f->why.why == WHY_NONE ? "" :
	    say_err(RC_REFUSED, &f->why, why, sizeof why)));
	out_set(o, "rules", json_array());
	return o;
}

static void
tried(const struct rule_facts *f, const struct rule *rule, bool fits,
    void *arg)
{
	struct way *w = arg;
	json_t *o = json_object(), *conditions = json_array();

	if (w->last == NULL || rule <= w->last)
		json_array_append_new(w->things, thing(f));
	w->last = rule;
	json_t *now = json_array_get(w->things,
	    json_array_size(w->things) - 1);
	for (size_t i = 0; i < rule->n_tests; i++)
		json_array_append_new(conditions, condition(w->rules,
		    &w->rules->test[rule->test + i], f));
	out_set(o, "rule", out_string(rule->name));
	out_set(o, "answer", out_string(rule_answer_name(rule->answer)));
	out_set(o, "fits", json_boolean(fits));
	out_set(o, "conditions", conditions);
	json_array_append_new(json_object_get(now, "rules"), o);
}

/* What was answered, by whom: the order says it, of the rules also the day. */
static json_t *
then(struct db *db, const struct order *o)
{
	struct rules_look look = { .time = 0 };
	enum rc rc = rules_looked(db, o->id, &look, NULL);
	json_t *j;

	if (o->state == ORDER_ASKED && rc != RC_OK && o->rule[0] == '\0')
		return json_null();
	j = json_object();
	out_set(j, "state", out_string(order_state_name(o->state)));
	out_set(j, "rule", out_string_or_null(o->rule[0] != '\0' ? o->rule :
	    look.rule));
	out_set(j, "by_rule", json_boolean(o->rule[0] != '\0' &&
	    o->state != ORDER_ASKED));
	out_set(j, "time", out_time(look.time));
	out_set(j, "say", out_string_or_null(depot_rules_say(o->say,
	    o->say_en)));
	return j;
}

static json_t *
now(const struct rules_verdict *v)
{
	json_t *o = json_object();

	out_set(o, "answer", out_string(rule_answer_name(v->answer)));
	out_set(o, "rule", out_string_or_null(v->rule == NULL ? "" :
	    v->rule->name));
	out_set(o, "say", out_string_or_null(v->rule == NULL ? "" :
	    depot_rules_say(v->rule->say, v->rule->say_en)));
	return o;
}

enum rc
rules_way(struct db *db, const struct rules *rules, const struct order *order,
    json_t **record, struct err *err)
{
	struct way w = { .rules = rules, .things = json_array() };
	struct rules_verdict v;
	enum rc rc = rules_judge(db, rules, order->id, &v, tried, &w, err);

	if (rc != RC_OK) {
		json_decref(w.things);
		return rc;
	}
	json_t *o = *record = json_object();
	out_set(o, "order", json_integer(order->number));
	row_number(o, db, order->depot, order->number);
	out_set(o, "unit_name", out_string(order->unit_name));
	out_set(o, "answers", out_string(order->answers));
	out_set(o, "ours", json_boolean(order_is_ours(db, order->id)));
	out_set(o, "things", w.things);
	out_set(o, "then", then(db, order));
	out_set(o, "now", now(&v));
	return RC_OK;
}

/* --- as people read it --- */

static const char *
text(const json_t *o, const char *key)
{
	const char *s = json_string_value(json_object_get(o, key));

	return s == NULL ? "" : s;
}

static const char *
mark(const json_t *o, const char *key)
{
	return json_is_true(json_object_get(o, key)) ? "✓" : "✗";
}

static void
tell_rule(const json_t *rule, const json_t *of)
{
	char line[1024];
	json_t *c;
	size_t i;
	bool all = true;

	snprintf(line, sizeof line, "  %s %s %s", mark(rule, "fits"),
	    text(rule, "answer"), text(rule, "rule"));
	out_text(line);
	json_array_foreach(json_object_get(rule, "conditions"), i, c) {
		all = all && json_is_true(json_object_get(c, "holds"));
		snprintf(line, sizeof line, "      %s %s   [%s]",
		    mark(c, "holds"), text(c, "condition"), text(c, "is"));
		out_text(line);
	}
	/* All else held: it is not free. */
	if (all && !json_is_true(json_object_get(rule, "fits"))) {
		snprintf(line, sizeof line, "      ✗ %s   [%s]", "free yes",
		    text(of, "why"));
		out_text(line);
	}
}

static void
tell_thing(const json_t *t)
{
	char line[512], count[24];
	json_t *rule;
	size_t i;

	snprintf(count, sizeof count, "%lld", (long long)json_integer_value(
	    json_object_get(t, "count")));
	snprintf(line, sizeof line, "%s%s%s × %s", text(t, "code"),
	    *text(t, "code") != '\0' ? " " : "", text(t, "name"), count);
	out_text(line);
	json_array_foreach(json_object_get(t, "rules"), i, rule)
		tell_rule(rule, t);
}

static void
tell_then(const json_t *o)
{
	const json_t *t = json_object_get(o, "then");
	const char *rule = text(t, "rule"), *state = text(t, "state");
	bool asked = strcmp(state, order_state_name(ORDER_ASKED)) == 0;

	if (!json_is_object(t)) {
		out_text(_("Svar: inget än."));
		return;
	}
	for (int s = 0; s < ORDER_STATE_COUNT; s++)
		if (strcmp(state, order_state_name((enum order_state)s)) == 0)
			state = _(order_state_label((enum order_state)s));
	if (json_is_true(json_object_get(t, "by_rule")))
		out_say(_("Svar: %1$s av regeln %2$s. ”%3$s”"), state, rule,
		    text(t, "say"));
	else if (*rule != '\0')
		out_say(asked ? _("Svar: %1$s. Regeln %2$s har svarat; nu är "
		    "det en persons sak.") : _("Svar: %1$s av en person. "
		    "Regeln %2$s hade svarat före."), state, rule, NULL);
	else
		out_say(asked ? _("Svar: %1$s. Ingen regel passade; en person "
		    "svarar.") : _("Svar: %1$s av en person."), state, NULL,
		    NULL);
}

void
rules_way_tell(json_t *o)
{
	const json_t *n = json_object_get(o, "now");
	json_t *t;
	size_t i;

	out_say(_("Beställning %1$s, %2$s"), text(o, "number"),
	    text(o, "unit_name"), NULL);
	json_array_foreach(json_object_get(o, "things"), i, t)
		tell_thing(t);
	tell_then(o);
	if (!json_is_true(json_object_get(o, "ours")))
		out_say(_("Den besvaras av depå %1$s, med den depåns regler."),
		    text(o, "answers"), NULL, NULL);
	else if (*text(n, "rule") == '\0')
		out_text(_("Nu: ingen regel passar. En person svarar."));
	else
		out_say(strcmp(text(n, "answer"), "grant") == 0 ?
		    _("Nu: godkänd av regeln %1$s. ”%2$s”") :
		    strcmp(text(n, "answer"), "refuse") == 0 ?
		    _("Nu: nekad av regeln %1$s. ”%2$s”") :
		    _("Nu: till en person, säger regeln %1$s. ”%2$s”"),
		    text(n, "rule"), text(n, "say"), NULL);
	json_decref(o);
}
