/* image.h - what of a file is on the disk, and what has only been said to it:
 * the part of the crash VFS that knows what a power cut leaves. */
#ifndef SAMDEPA_TESTS_IMAGE_H
#define SAMDEPA_TESTS_IMAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct image;

/* The file at path as the disk has it now; the same image for the same path,
 * and what has not been synced since is kept over close and open. */
struct image *image_of(const char *path);

/* What is done to it, in order. */
void image_create(struct image *);
void image_write(struct image *, const void *, size_t n, int64_t offset);
void image_truncate(struct image *, int64_t size);
void image_unlink(struct image *);

/* Whatever was done so far is durable; the file is as it is now. */
void image_sync(struct image *);
void image_sync_all(void);

/* The plug is pulled: every file becomes what one disk, of those that there
 * could be, has of it. */
void image_cut_all(unsigned seed);

#endif
