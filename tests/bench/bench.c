/* bench STORE WORK BUILD [PART...] - the table of speeds.  STORE is only
 * read, WORK is a copy of it that may be spoilt.  Parts: screen start memory
 * loan writers rebuild sync night.  Ends in 1 where a ratio is beyond its
 * limit. */
#include <stdio.h>
#include <string.h>

#include "tests/bench/bench.h"

static bool
wanted(int argc, char *argv[], const char *part)
{
	for (int i = 4; i < argc; i++)
		if (strcmp(argv[i], part) == 0)
			return true;
	return argc == 4;
}

int
main(int argc, char *argv[])
{
	if (argc < 4) {
		fprintf(stderr, "usage: bench STORE WORK BUILD [PART...]\n");
		return 2;
	}
	table_head();
	if (wanted(argc, argv, "screen"))
		bench_screen(argv[1], argv[3]);
	if (wanted(argc, argv, "start"))
		bench_start(argv[1], argv[3]);
	if (wanted(argc, argv, "memory"))
		bench_memory(argv[1], argv[3]);
	if (wanted(argc, argv, "loan"))
		bench_loan(argv[2]);
	if (wanted(argc, argv, "writers"))
		bench_writers(argv[2]);
	if (wanted(argc, argv, "rebuild"))
		bench_rebuild(argv[2]);
	if (wanted(argc, argv, "sync"))
		bench_sync(argv[2]);
	if (wanted(argc, argv, "night"))
		bench_night(argv[1], argv[2]);
	return table_status();
}
