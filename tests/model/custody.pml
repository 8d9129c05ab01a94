/* custody.pml - who answers for one item, and who may promise it: three depots,
 * logs that arrive late and apart, paper that travels with the goods, disks
 * that are lost.  run.sh checks it, and the variants that must fail.
 *
 * A depot's view is the fold of the events that it has heard of, in the order
 * of causal.c, by the statements of queries.def.  It acts on its view alone;
 * where the thing really is (loc) it knows only when it has it in hand.
 * Events are heard one by one, log by log, in any order, at any time or never:
 * so a hub may lag, lose, repeat, roll back and hide (what it shows twice or
 * withdraws changes no view, and what it hides is not heard).
 *
 *   here                      in the code
 *   fold, before              log/causal.c, log/project_custody.c, ITEM_*
 *   may_promise               custody_may_promise (custody_check.c)
 *   heard_round               heard_by_all (heard.c), for claim_heard and
 *                             loss_check (custody_check.c)
 *   gap_lost, gap_closed      heard_sending (heard.c)
 *   dispatch, receive, scan   custody_dispatch, custody_receive, _arrive,
 *                             _count; slip.c for the paper
 *   claim, close              custody_claim; registry.c, log_close
 *   stays                     case_settle "stays", ITEM_STAYS
 *   backup, restore           backup.c, store_restore, db_next_life
 *   hear                      sync_pull, apply_event
 *
 * Left out: more than one item, and so kits, lots, counts and swaps; days (one
 * slot, which lies before the horizon or, with FAR_SLOT, after it); orders and
 * their answers; who a person is; texts; signatures
 * and bytes that are wrong (db/sync refuses them before they are events); a
 * cloned disk, whose lives stop each other (rivals_check) until a person has
 * closed one, which is then `close`; an upgrade; a second restore.  What a
 * closed depot promised and nobody heard of is void, lost with a disk or not.
 *
 * Facts out of the door (lend) promise nothing here: they need no right. */

#define DEPOTS	3
#define LOGS	4	/* one each, and the life after a restore */
#define PER_LOG	4
#define NEW	3	/* that life */
#define NONE	7
#define ROAD	3	/* loc */
#define NEVER	255

mtype = { BIRTH, GRANT, DISPATCH, RECEIVE, CLAIM, SEEN, STAY, UNDONE };

typedef event {
	mtype kind;
	byte to, era, hop;
	byte prev;		/* its log * PER_LOG + its place, or NEVER */
};
typedef a_log { event e[PER_LOG]; byte n };
typedef vector { byte n[LOGS] };
typedef marks { vector by[DEPOTS]; byte what; };

/* A depot: what it has heard, and what follows from it. */
typedef store {
	byte has[LOGS];
	byte cust, bound, found, era, hop, claim, last;
	bool gap, granted, said;
	bool may;
};

a_log log[LOGS];
store s[DEPOTS];
vector bak;			/* what the one backup had heard */
byte backed = NONE, lost = NONE;
byte kept;			/* of the lost life's log: up to the backup */
bool closed[DEPOTS];		/* in the registry, known to all */
byte closer;
byte start;
byte whose[LOGS], own_log[DEPOTS];
/* Events that must be known of: when a depot first has one, all that it has
 * heard then is noted; whoever has heard that much has proof (head_seen). */
#define MARKS 4
marks mark[MARKS];
byte n_marks;
/* The world. */
byte loc, road_to;
bool slip;
byte slip_era, slip_hop, slip_event;
byte send_to = NONE;		/* within a step: where to; itself: lost */
byte undos, moves, strays, claims, stays, events;
bool promised;			/* the slot, by anyone, known or lost */

#define own(d)		own_log[d]
#define at(l, i)	((l) * PER_LOG + (i))
#define l_of(e)		((e) / PER_LOG)
#define i_of(e)		((e) % PER_LOG)
#define has_event(d, x)	(i_of(x) < s[d].has[l_of(x)])
#define alive(d)	(!closed[d])

/* Remedies taken away, and how many faults there are: the environment says
 * (run.sh), so that one program runs all variants. */
hidden byte receive_any, no_slip, no_gap, no_suspend, no_horizon,
    horizon_stays, no_round, old_claim, claim_at_once, no_era, stays_blind,
    stays_unseen, lost_gap_open, lost_gap_shut, closed_gap_open,
    undo_dispatch, time_out, mirror, far_slot;
hidden byte moves_max, strays_max, claims_max, stays_max, restores_max,
    closes_max, undos_max, events_max, starts, reach;

/* Scratch: not part of any state. */
hidden byte f_next[LOGS];
hidden byte f_era[LOGS * PER_LOG], f_hop[LOGS * PER_LOG];
hidden byte f_best, f_done, f_all, f_l, f_k, f_x, f_y, f_z, f_e, f_h, f_key,
    f_best_key, f_bh, f_be, f_first, f_last;
hidden byte f_ok, f_prev_here;

/* The event's token: its own, or what it followed (token_of, place). */
inline token(l, i) {
	f_x = at(l, i);
	f_e = log[l].e[i].era; f_h = log[l].e[i].hop;
	if
	:: i > 0 && (f_era[f_x - 1] > f_e || (f_era[f_x - 1] == f_e &&
	   f_hop[f_x - 1] > f_h)) ->
		f_e = f_era[f_x - 1]; f_h = f_hop[f_x - 1]
	:: else
	fi;
	f_y = log[l].e[i].prev;
	if
	:: f_y != NEVER && f_prev_here && (f_era[f_y] > f_e ||
	   (f_era[f_y] == f_e && f_hop[f_y] > f_h)) ->
		f_e = f_era[f_y]; f_h = f_hop[f_y]
	:: else
	fi;
	f_y = 0
}

/* One event into the view v, as project_custody.c does. */
inline project(d, l, i) {
	f_z = whose[l];
	if
	:: log[l].e[i].kind == DISPATCH ->
		if
		:: s[d].cust == f_z && s[d].bound == NONE &&
		   s[d].era == log[l].e[i].era &&
		   s[d].hop + 1 == log[l].e[i].hop ->
			s[d].hop = log[l].e[i].hop;
			if
			:: s[d].found == log[l].e[i].to ->
				s[d].cust = log[l].e[i].to
			:: else -> s[d].bound = log[l].e[i].to
			fi;
			s[d].found = NONE
		:: else
		fi;
		if
		:: lost != NONE && log[l].e[i].to == lost -> s[d].said = true
		:: else
		fi
	:: log[l].e[i].kind == RECEIVE ->
		if
		:: (s[d].bound == f_z && s[d].era == log[l].e[i].era &&
		    s[d].hop == log[l].e[i].hop) ||
		   ((receive_any || !has_event(d, log[l].e[i].prev)) &&
		    (s[d].era < log[l].e[i].era ||
		    (s[d].era == log[l].e[i].era &&
		    s[d].hop < log[l].e[i].hop))) ->
			s[d].cust = f_z; s[d].bound = NONE;
			s[d].found = NONE; s[d].era = log[l].e[i].era;
			s[d].hop = log[l].e[i].hop
		:: else -> s[d].found = (s[d].cust == f_z &&
			s[d].bound == NONE -> NONE : f_z)
		fi
	:: log[l].e[i].kind == CLAIM ->
		if
		:: no_era || s[d].era + 1 == log[l].e[i].era ->
			s[d].cust = f_z; s[d].bound = NONE;
			s[d].found = NONE; s[d].era = log[l].e[i].era;
			s[d].hop = log[l].e[i].hop; s[d].claim = at(l, i)
		:: else
		fi
	:: log[l].e[i].kind == SEEN ->
		if
		:: s[d].cust == f_z && s[d].bound == NONE ->
			s[d].found = NONE
		:: else -> s[d].found = f_z
		fi
	:: log[l].e[i].kind == STAY ->
		if
		:: stays_blind && s[d].cust == f_z && s[d].bound == NONE &&
		   s[d].found != NONE ->
			s[d].cust = s[d].found; s[d].hop = s[d].hop + 1;
			s[d].found = NONE
		:: !stays_blind && s[d].cust == f_z && s[d].bound == NONE &&
		   s[d].era == log[l].e[i].era &&
		   s[d].hop + 1 == log[l].e[i].hop ->
			s[d].cust = log[l].e[i].to;
			s[d].hop = log[l].e[i].hop; s[d].found = NONE
		:: else
		fi
	:: log[l].e[i].kind == UNDONE ->
		if
		:: s[d].cust == f_z && s[d].era == log[l].e[i].era &&
		   s[d].hop == log[l].e[i].hop -> s[d].bound = NONE
		:: else
		fi
	:: log[l].e[i].kind == GRANT -> s[d].granted = true
	:: else
	fi;
	if
	:: lost != NONE && f_z == lost && log[l].e[i].kind != BIRTH ->
		s[d].said = true
	:: else
	fi
}

/* Order among those that wait for nothing: era, hop, name of the log. */
inline best_of(d, l) {
	if
	:: f_next[l] < s[d].has[l] ->
		f_k = log[l].e[f_next[l]].prev;
		f_prev_here = f_k != NEVER && has_event(d, f_k);
		if
		:: !f_prev_here || i_of(f_k) < f_next[l_of(f_k)] ->
			token(l, f_next[l]);
			f_key = 2 * whose[l] + l / NEW;
			if
			:: f_best == NONE || f_e < f_be || (f_e == f_be &&
			   (f_h < f_bh || (f_h == f_bh &&
			    f_key < f_best_key))) ->
				f_best = l; f_be = f_e; f_bh = f_h;
				f_best_key = f_key
			:: else
			fi
		:: else
		fi
	:: else
	fi
}

inline fold(d) {
	s[d].cust = start; s[d].bound = NONE; s[d].found = NONE;
	s[d].era = 0; s[d].hop = 0; s[d].claim = NEVER; s[d].last = NEVER;
	s[d].gap = false; s[d].granted = false;
	s[d].said = lost == start && lost != NONE;
	f_next[0] = 0; f_next[1] = 0; f_next[2] = 0; f_next[3] = 0;
	do
	:: true ->
		f_best = NONE; f_be = 0; f_bh = 0; f_best_key = 0;
		f_l = 0;
		do
		:: f_l < LOGS -> best_of(d, f_l); f_l++
		:: else -> break
		od;
		if
		:: f_best == NONE -> break
		:: else ->
			f_x = at(f_best, f_next[f_best]);
			f_era[f_x] = f_be; f_hop[f_x] = f_bh;
			project(d, f_best, f_next[f_best]);
			if
			:: log[f_best].e[f_next[f_best]].kind != BIRTH ->
				s[d].last = f_x
			:: else
			fi;
			f_next[f_best] = f_next[f_best] + 1
		fi
	od;
	f_best = 0; f_key = 0; f_best_key = 0; f_z = 0; f_x = 0; f_l = 0
}

/* --- what must be known of before anything is promised --- */

/* f_ok: all depots but the closed have it, and we what they had then. */
inline heard_by(d, m, y) {
	if
	:: mark[m].by[y].n[0] == NEVER -> f_ok = false
	:: else ->
		f_ok = f_ok && s[d].has[0] >= mark[m].by[y].n[0] &&
		    s[d].has[1] >= mark[m].by[y].n[1] &&
		    s[d].has[2] >= mark[m].by[y].n[2] &&
		    s[d].has[NEW] >= mark[m].by[y].n[NEW]
	fi
}
/* The registry says where a closed log ends: it is known as far as that. */
inline end_known(d, y) {
	f_ok = f_ok && s[d].has[y] == log[y].n &&
	    (y != lost || s[d].has[NEW] == log[NEW].n)
}
inline heard_round(d, m) {
	f_y = 0;
	do
	:: f_y < DEPOTS ->
		if
		:: f_y == d
		:: f_y != d && closed[f_y] -> end_known(d, f_y)
		:: else -> heard_by(d, m, f_y)
		fi;
		f_y++
	:: else -> break
	od;
	f_y = 0
}
inline mark_new(x) {
	mark[n_marks].what = x;
	f_y = 0;
	do
	:: f_y < DEPOTS -> mark[n_marks].by[f_y].n[0] = NEVER; f_y++
	:: else -> break
	od;
	f_y = 0;
	n_marks++
}
/* Depot d has just come to know of something. */
inline marks_note(d) {
	f_x = 0;
	do
	:: f_x < n_marks ->
		if
		:: mark[f_x].by[d].n[0] == NEVER && has_event(d, mark[f_x].what)
		   ->
			mark[f_x].by[d].n[0] = s[d].has[0];
			mark[f_x].by[d].n[1] = s[d].has[1];
			mark[f_x].by[d].n[2] = s[d].has[2];
			mark[f_x].by[d].n[NEW] = s[d].has[NEW]
		:: else
		fi;
		f_x++
	:: else -> break
	od;
	f_x = 0
}

/* What the life after the loss has not heard of may be decided there too. */
inline gap_lost(d, x, is_here) {
	f_x = 0; f_best = NONE;
	do
	:: f_x < n_marks ->
		if
		:: mark[f_x].what == x -> f_best = f_x
		:: else
		fi;
		f_x++
	:: else -> break
	od;
	if
	:: lost_gap_open
	:: !lost_gap_open && (lost_gap_shut || f_best == NONE) ->
		f_ok = f_ok && (no_gap || is_here)
	:: !lost_gap_open && !lost_gap_shut && f_best != NONE ->
		if
		:: d == lost
		:: d != lost && closed[lost] -> end_known(d, lost)
		:: else -> heard_by(d, f_best, lost)
		fi
	fi;
	f_x = 0; f_best = 0
}

/* Nor does the sending come of a depot that was closed before anybody heard of
 * it: all must know of the receive, or another life had sent it elsewhere. */
inline gap_closed(d, x) {
	f_best = 0;
	do
	:: f_best < n_marks && mark[f_best].what != x -> f_best++
	:: else -> break
	od;
	if
	:: closed_gap_open
	:: !closed_gap_open && f_best == n_marks -> f_ok = false
	:: !closed_gap_open && f_best < n_marks -> heard_round(d, f_best)
	fi;
	f_best = 0
}

/* Receives whose sending is missing, or was lost with a disk. */
inline gaps(d) {
	f_l = 0;
	do
	:: f_l < LOGS ->
		f_k = 0;
		do
		:: f_k < s[d].has[f_l] ->
			f_z = log[f_l].e[f_k].prev;
			if
			:: f_z == NEVER
			:: f_z != NEVER && lost != NONE && s[d].has[NEW] > 0 &&
			   l_of(f_z) == lost && i_of(f_z) >= kept ->
				gap_lost(d, at(f_l, f_k), has_event(d, f_z))
			:: f_z != NEVER && closed[whose[l_of(f_z)]] &&
			   i_of(f_z) >= log[l_of(f_z)].n &&
			   !(lost != NONE && s[d].has[NEW] > 0 &&
			   l_of(f_z) == lost && i_of(f_z) >= kept) ->
				gap_closed(d, at(f_l, f_k))
			:: else ->
				f_ok = f_ok && (no_gap || has_event(d, f_z))
			fi;
			f_k++
		:: else -> break
		od;
		f_l++
	:: else -> break
	od;
	f_l = 0; f_k = 0; f_z = 0
}

/* A life after a loss has had a say in the item. */
#define tainted(d)	(s[d].said && lost != NONE && s[d].has[NEW] > 0 && \
	!mirror)
#define in_hand(k) (k != BIRTH && k != GRANT && k != STAY)
inline suspended(d) {
	if
	:: d == lost && !no_suspend && !mirror ->
		f_x = 1;
		do
		:: f_x < log[NEW].n && !in_hand(log[NEW].e[f_x].kind) -> f_x++
		:: else -> break
		od;
		f_ok = f_ok && f_x < log[NEW].n;
		f_x = 0
	:: else
	fi
}

inline mark_of(x) {
	f_best = 0;
	do
	:: f_best < n_marks && mark[f_best].what != x -> f_best++
	:: else -> break
	od
}
inline birth_round(d) {
	mark_of(at(NEW, 0));
	heard_round(d, f_best);
	f_best = 0
}
inline claim_round(d) {
	mark_of(s[d].claim);
	f_z = log[l_of(s[d].claim)].e[i_of(s[d].claim)].to;
	if
	:: old_claim && f_z == d
	:: old_claim && closed[f_z] && f_z != d -> end_known(d, f_z)
	:: old_claim && !closed[f_z] && f_z != d -> heard_by(d, f_best, f_z)
	:: else -> heard_round(d, f_best)
	fi;
	f_z = 0;
	f_best = 0
}

/* Does it believe that it may promise the slot now? */
inline may_promise(d) {
	f_ok = alive(d) && s[d].cust == d && s[d].bound == NONE &&
	    !s[d].granted;
	if
	:: f_ok ->
		suspended(d);
		f_ok = f_ok && (no_horizon || far_slot || !tainted(d) ||
		    (horizon_stays && d != lost));
		if
		:: tainted(d) && !no_round -> birth_round(d)
		:: else
		fi;
		if
		:: s[d].claim != NEVER && !claim_at_once -> claim_round(d)
		:: else
		fi;
		gaps(d)
	:: else
	fi;
	s[d].may = f_ok
}

/* --- acting --- */

#define room(d)	(alive(d) && events < events_max && log[own(d)].n < PER_LOG && \
	s[d].has[own(d)] == log[own(d)].n)

inline write(d, w_kind, w_to, w_era, w_hop, w_prev) {
	f_l = own(d);
	f_k = log[f_l].n;
	log[f_l].e[f_k].kind = w_kind; log[f_l].e[f_k].to = w_to;
	log[f_l].e[f_k].era = w_era; log[f_l].e[f_k].hop = w_hop;
	log[f_l].e[f_k].prev = w_prev;
	log[f_l].n++;
	s[d].has[f_l] = log[f_l].n;
	events++;
	printf("%d: %d %d (%d %d) after %d\n", d, w_kind, log[f_l].e[f_k].to,
	    log[f_l].e[f_k].era, log[f_l].e[f_k].hop, log[f_l].e[f_k].prev);
	f_x = at(f_l, f_k);
	f_l = 0; f_k = 0
}

/* States that must be reached, or what holds would say little. */
#define REACHED ((reach == 1 && promised && moves > 0) || \
	(reach == 2 && s[d].claim != NEVER && s[d].may) || \
	(reach == 3 && lost != NONE && s[d].may && d != lost) || \
	(reach == 4 && stays > 0 && s[d].may && loc == d) || \
	(reach == 5 && lost != NONE && s[d].cust == d && d != lost && moves > 0) \
	|| (reach == 6 && closer > 0 && s[d].claim != NEVER && s[d].may) || \
	(reach == 7 && lost != NONE && log[NEW].n > 2) || \
	(reach == 8 && strays > 0 && s[d].found == d && s[d].cust != d) || \
	(BY_PAPER(d) && ((reach == 9 && closed[start] && claims == 0) || \
	(reach == 10 && lost == start && log[NEW].n == 1))))
/* It may promise what was sent to it, and nobody will ever read of that. */
#define BY_PAPER(d) (s[d].may && d != start && log[start].n == 0)

inline follow(d) {
	marks_note(d);
	do
	:: f_first <= f_last -> fold(f_first); f_first++
	:: else -> break
	od;
	f_first = 0;
	do
	:: f_first < DEPOTS -> may_promise(f_first); f_first++
	:: else -> break
	od;
	assert(!(s[0].may && s[1].may) && !(s[0].may && s[2].may) &&
	    !(s[1].may && s[2].may));
	assert(!REACHED);
	f_first = 0; f_last = 0; f_ok = 0; f_x = 0
}

/* What is in hand at d is recorded: as received, or as seen. */
inline record(d) {
	if
	:: slip && road_to == d && (slip_era > s[d].era ||
	   (slip_era == s[d].era && slip_hop > s[d].hop)) && n_marks < MARKS ->
		write(d, RECEIVE, NONE, slip_era, slip_hop, slip_event);
		mark_new(f_x); slip = false
	:: s[d].bound == d ->
		f_y = s[d].last;
		write(d, RECEIVE, NONE, s[d].era, s[d].hop, f_y);
		if
		:: lost != NONE && l_of(f_y) == lost && i_of(f_y) >= kept &&
		   n_marks < MARKS -> mark_new(f_x)
		:: else
		fi;
		f_y = 0
	:: s[d].bound != d ->
		write(d, SEEN, NONE, 0, 0, s[d].last)
	fi
}

inline dispatch(d) {
	moves++;
	write(d, DISPATCH, send_to, s[d].era, s[d].hop + 1, s[d].last);
	loc = ROAD; road_to = send_to;
	slip = !no_slip; slip_era = s[d].era; slip_hop = s[d].hop + 1;
	slip_event = f_x
}

/* f_z: the longest that another depot has of d's log, at least so much. */
inline unheard(d, least) {
	f_z = least;
	f_y = 0;
	do
	:: f_y < DEPOTS ->
		if
		:: f_y != d && s[f_y].has[own(d)] > f_z ->
			f_z = s[f_y].has[own(d)]
		:: else
		fi;
		f_y++
	:: else -> break
	od;
	f_y = 0
}

/* f_z events of the log are left on the hub; the store knows the backup. */
inline restore(d) {
	kept = bak.n[d];
	if
	:: mirror == 1 ->	/* on the second medium; 2: it was stale */
		f_z = log[d].n; kept = f_z;
		bak.n[0] = s[d].has[0]; bak.n[1] = s[d].has[1];
		bak.n[2] = s[d].has[2]
	:: else
	fi;
	log[d].n = f_z;
	s[d].has[0] = bak.n[0]; s[d].has[1] = bak.n[1];
	s[d].has[2] = bak.n[2];
	lost = d; whose[NEW] = d; own_log[d] = NEW;
	s[d].has[NEW] = 0;
	write(d, BIRTH, NONE, 0, 0, NEVER);
	events--;
	mark_new(f_x);
	f_z = 0;
	bak.n[0] = 0; bak.n[1] = 0; bak.n[2] = 0
}

/* Beyond the horizon nothing was promised in the days that are lost. */
#define can_lose(d)	(alive(d) && backed == d && lost == NONE && \
	n_marks < MARKS && !(far_slot && s[d].granted))
#define can_send(d)	(loc == d && moves < moves_max && room(d) && here(d) && \
	ours(d))
#define can_hear(d, l)	(alive(d) && s[d].has[l] < log[l].n && own(d) != l)
#define ours(d)	(s[d].cust == d && s[d].bound == NONE)
#define here(d)	(s[d].found == d || (ours(d) && s[d].found == NONE))

/* Whatever its view lets it do, or the world does to it; what
 * follows from it is then worked out for all, with nothing between. */
proctype depot(byte d)
{
end:	do
	:: atomic {
	if
	/* A promise. */
	:: d_step { s[d].may && room(d) ->
		assert(!promised);
		promised = true;
		write(d, GRANT, NONE, 0, 0, s[d].last) }
	/* It is sent to another depot, its paper with it or not. */
	:: can_send(d) -> send_to = (d + 1) % DEPOTS
	:: can_send(d) -> send_to = (d + 2) % DEPOTS
	/* Taken back, though it has left. */
	:: d_step { undo_dispatch && s[d].cust == d && s[d].bound != NONE &&
	   undos < undos_max && room(d) ->
		undos++;
		write(d, UNDONE, NONE, s[d].era, s[d].hop, s[d].last) }
	/* It comes in, or is scanned: counted, returned, or turned up. */
	:: (loc == ROAD && road_to == d && room(d)) || (loc == d && room(d) &&
	   (s[d].bound == d || !here(d) || (d == lost && log[NEW].n == 1))) ->
		d_step { loc = d; record(d) }
	/* It is carried off, and nobody says so. */
	:: loc == d && strays < strays_max -> strays++; loc = (d + 1) % DEPOTS;
		printf("to %d\n", loc)
	:: loc == d && strays < strays_max -> strays++; loc = (d + 2) % DEPOTS;
		printf("to %d\n", loc)
	/* Claimed with the item in hand, or from a closed depot. */
	:: d_step { (loc == d || closed[s[d].cust]) && claims < claims_max &&
	   room(d) && !ours(d) && n_marks < MARKS ->
		claims++;
		write(d, CLAIM, s[d].cust, s[d].era + 1 - no_era, s[d].hop + 1,
		    s[d].last);
		mark_new(f_x) }
	/* It stays where it turned up. */
	:: d_step { ours(d) && s[d].found != NONE && stays < stays_max &&
	   (stays_unseen || !(d == lost && log[NEW].n == 1)) && room(d) ->
		stays++;
		write(d, STAY, s[d].found, s[d].era, s[d].hop + 1, s[d].last);
		if
		:: stays_blind ->
			log[own(d)].e[log[own(d)].n - 1].era = 0;
			log[own(d)].e[log[own(d)].n - 1].hop = 0
		:: else
		fi }
	/* One more event of a log is heard. */
	:: can_hear(d, 0) -> s[d].has[0]++;
		printf("%d hears of %d\n", d, 0)
	:: can_hear(d, 1) -> s[d].has[1]++;
		printf("%d hears of %d\n", d, 1)
	:: can_hear(d, 2) -> s[d].has[2]++;
		printf("%d hears of %d\n", d, 2)
	:: can_hear(d, NEW) -> s[d].has[NEW]++;
		printf("%d hears of %d\n", d, NEW)
	/* A backup; and the disk is lost: what was never heard of may be left
	 * on the hub, or not. */
	:: d_step { alive(d) && backed == NONE && restores_max >> d & 1 ->
		backed = d;
		bak.n[0] = s[d].has[0]; bak.n[1] = s[d].has[1];
		bak.n[2] = s[d].has[2] }
	:: can_lose(d) -> f_z = log[d].n; send_to = d
	:: can_lose(d) -> unheard(d, bak.n[d]); send_to = d
	/* The registry closes a depot that has burned down. */
	:: d_step { alive(d) && closer < closes_max && loc != d ->
		closer++; closed[d] = true;
		printf("%d is closed\n", d);
		unheard(d, 0);
		do	/* what it promised and nobody heard of is void */
		:: log[own(d)].n > f_z ->
			log[own(d)].n--;
			f_k = log[own(d)].n;
			promised = promised && log[own(d)].e[f_k].kind != GRANT
		:: else -> break
		od;
		promised = promised && (d != lost ||
		    s[(d + 1) % DEPOTS].granted || s[(d + 2) % DEPOTS].granted);
		f_z = 0; f_k = 0 }
	/* Nobody has said that it came. */
	:: d_step { time_out && s[d].bound != NONE && s[d].cust == d && room(d)
	   -> write(d, UNDONE, NONE, s[d].era, s[d].hop, s[d].last) }
	fi;
	d_step {
		f_first = d; f_last = d;
		if
		:: send_to == NONE
		:: send_to == d -> restore(d); f_first = 0; f_last = DEPOTS - 1
		:: else -> dispatch(d)
		fi;
		send_to = NONE;
		follow(d)
	} }
	od
}

init {
	c_code {
	#define N(x) (getenv(x) == NULL ? 0 : atoi(getenv(x)))
		receive_any = N("RECEIVE_ANY");
		no_slip = N("NO_SLIP");
		no_gap = N("NO_GAP");
		no_suspend = N("NO_SUSPEND");
		no_horizon = N("NO_HORIZON");
		horizon_stays = N("HORIZON_STAYS");
		no_round = N("NO_ROUND");
		old_claim = N("OLD_CLAIM");
		claim_at_once = N("CLAIM_AT_ONCE");
		no_era = N("NO_ERA");
		stays_blind = N("STAYS_BLIND");
		stays_unseen = N("STAYS_UNSEEN");
		lost_gap_open = N("LOST_GAP_OPEN");
		lost_gap_shut = N("LOST_GAP_SHUT");
		closed_gap_open = N("CLOSED_GAP_OPEN");
		undo_dispatch = N("UNDO_DISPATCH");
		time_out = N("TIME_OUT");
		mirror = N("MIRROR");
		far_slot = N("FAR_SLOT");
		moves_max = N("MOVES");
		strays_max = N("STRAYS");
		claims_max = N("CLAIMS");
		stays_max = N("STAYS");
		restores_max = N("RESTORES");
		closes_max = N("CLOSES");
		undos_max = N("UNDOS");
		events_max = N("EVENTS");
		starts = N("STARTS");
		reach = N("REACH");
	};
	if
	:: starts & 1 -> start = 0
	:: starts & 2 -> start = 1
	:: starts & 4 -> start = 2
	fi;
	atomic {
		d_step {
			whose[1] = 1; whose[2] = 2;
			own_log[1] = 1; own_log[2] = 2;
			loc = start; f_first = 0; f_last = DEPOTS - 1;
			follow(start)
		}
		run depot(0); run depot(1); run depot(2)

	}
}
