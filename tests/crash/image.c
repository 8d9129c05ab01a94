#include <assert.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/crash/image.h"

enum { SECTOR = 512 };

enum op_kind { OP_CREATE, OP_WRITE, OP_TRUNCATE, OP_UNLINK };

struct op {
	enum op_kind kind;
	int64_t offset;		/* of a write; the size of a truncate */
	size_t  n;
	unsigned char *bytes;
};

/* A file's bytes; beyond size they are zero. */
struct bytes {
	unsigned char *at;
	size_t size, room;
};

struct image {
	struct image *next;
	char   *path;
	bool    exists;		/* on the disk */
	struct bytes durable;
	struct op *ops;		/* since the last sync */
	size_t n_ops, cap_ops;
};

/* How a cut treats what was not synced. */
enum fate { FATE_NONE, FATE_ALL, FATE_PREFIX, FATE_SECTORS, FATE_COUNT };

static struct image *images;
static uint64_t random_state;

static void *
must(void *p)
{
	if (p == NULL)
		abort();
	return p;
}

/* Splitmix64: small seeds, unlike streams. */
static size_t
random_below(size_t n)
{
	uint64_t z = random_state += 0x9e3779b97f4a7c15u;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
	z = (z ^ z >> 27) * 0x94d049bb133111ebu;
	return (size_t)((z ^ z >> 31) % n);
}

static void
bytes_reserve(struct bytes *b, size_t size)
{
	if (size <= b->room)
		return;
	size_t room = size + size / 2;
	b->at = must(realloc(b->at, room));
	memset(b->at + b->room, 0, room - b->room);
	b->room = room;
}

static bool
read_file(const char *path, struct bytes *b)
{
	struct stat st;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	b->size = 0;
	if (fd == -1)
		return false;
	if (fstat(fd, &st) != 0)
		abort();
	bytes_reserve(b, (size_t)st.st_size + 1);
	ssize_t n = pread(fd, b->at, (size_t)st.st_size, 0);
	if (n != st.st_size)
		abort();
	close(fd);
	b->size = (size_t)n;
	memset(b->at + b->size, 0, b->room - b->size);
	return true;
}

static void
write_file(const char *path, const struct bytes *b)
{
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0644);

	if (fd == -1 || ftruncate(fd, 0) != 0 ||
	    (b->size > 0 && pwrite(fd, b->at, b->size, 0) != (ssize_t)b->size))
		abort();
	close(fd);
}

struct image *
image_of(const char *path)
{
	for (struct image *im = images; im != NULL; im = im->next)
		if (strcmp(im->path, path) == 0)
			return im;
	struct image *im = must(calloc(1, sizeof *im));
	im->path = must(strdup(path));
	im->exists = read_file(path, &im->durable);
	im->next = images;
	images = im;
	return im;
}

static void
add_op(struct image *im, enum op_kind kind, const void *bytes, size_t n,
    int64_t offset)
{
	if (im->n_ops == im->cap_ops) {
		im->cap_ops = im->cap_ops * 2 + 16;
		im->ops = must(realloc(im->ops,
		    im->cap_ops * sizeof *im->ops));
	}
	struct op *op = &im->ops[im->n_ops++];
	*op = (struct op){ .kind = kind, .offset = offset, .n = n };
	if (n > 0) {
		op->bytes = must(malloc(n));
		memcpy(op->bytes, bytes, n);
	}
}

void
image_create(struct image *im)
{
	add_op(im, OP_CREATE, NULL, 0, 0);
}

void
image_write(struct image *im, const void *bytes, size_t n, int64_t offset)
{
	add_op(im, OP_WRITE, bytes, n, offset);
}

void
image_truncate(struct image *im, int64_t size)
{
	add_op(im, OP_TRUNCATE, NULL, 0, size);
}

void
image_unlink(struct image *im)
{
	add_op(im, OP_UNLINK, NULL, 0, 0);
}

void
image_sync(struct image *im)
{
	for (size_t i = 0; i < im->n_ops; i++)
		free(im->ops[i].bytes);
	im->n_ops = 0;
	im->exists = read_file(im->path, &im->durable);
}

void
image_sync_all(void)
{
	for (struct image *im = images; im != NULL; im = im->next)
		image_sync(im);
}

/* Puts the part of a write that lies in [from, from + SECTOR) into b. */
static void
apply_write(struct bytes *b, const struct op *op, size_t from)
{
	size_t start = (size_t)op->offset, end = start + op->n;
	size_t to = from + SECTOR;

	if (start < from)
		start = from;
	if (end > to)
		end = to;
	if (start >= end)
		return;
	memcpy(b->at + start, op->bytes + (start - (size_t)op->offset),
	    end - start);
}

/* How many of n operations a sector, or the size, has seen. */
static size_t
seen(enum fate fate, size_t prefix, size_t n)
{
	switch (fate) {
	case FATE_NONE:
		return 0;
	case FATE_ALL:
		return n;
	case FATE_PREFIX:
		return prefix;
	default:
		return random_below(n + 1);
	}
}

/* Applies ops[first..end) to b as the fate has it. */
static void
replay(struct bytes *b, const struct op *ops, size_t n, enum fate fate)
{
	size_t prefix = random_below(n + 1);
	size_t size = b->size, most = b->size;
	size_t size_seen = seen(fate, prefix, n);

	for (size_t i = 0; i < n; i++) {
		size_t end = (size_t)ops[i].offset + ops[i].n;

		if (ops[i].kind == OP_WRITE && end > most)
			most = end;
		if (i >= size_seen)
			continue;
		if (ops[i].kind == OP_TRUNCATE)
			size = (size_t)ops[i].offset;
		else if (ops[i].kind == OP_WRITE && end > size)
			size = end;
	}
	bytes_reserve(b, most + SECTOR);
	for (size_t from = 0; from < most; from += SECTOR) {
		size_t k = seen(fate, prefix, n);

		for (size_t i = 0; i < k; i++) {
			if (ops[i].kind == OP_WRITE)
				apply_write(b, &ops[i], from);
			else if ((size_t)ops[i].offset <= from)
				memset(b->at + from, 0, SECTOR);
		}
	}
	b->size = size;
}

/* The name is cut as the contents are: an unlink or a creation may not have
 * reached the disk, and another file is behind the name then. */
static void
cut(struct image *im, enum fate fate)
{
	size_t n = im->n_ops, k = seen(fate, random_below(n + 1), n);
	size_t first = 0, end = n;
	bool exists = im->exists;

	for (size_t i = 0; i < n; i++) {
		if (im->ops[i].kind == OP_WRITE ||
		    im->ops[i].kind == OP_TRUNCATE)
			continue;
		if (i >= k) {
			end = i;
			break;
		}
		exists = im->ops[i].kind == OP_CREATE;
		first = i + 1;
		im->durable.size = 0;
		if (im->durable.room > 0)
			memset(im->durable.at, 0, im->durable.room);
	}
	if (!exists) {
		unlink(im->path);
		return;
	}
	replay(&im->durable, im->ops + first, end - first, fate);
	write_file(im->path, &im->durable);
}

void
image_cut_all(unsigned seed)
{
	enum fate fate = seed % (FATE_COUNT + 1);

	random_state = seed;
	for (struct image *im = images; im != NULL; im = im->next) {
		enum fate own = fate < FATE_COUNT ? fate :
		    random_below(FATE_COUNT);

		if (im->n_ops > 0)
			cut(im, own);
	}
}
