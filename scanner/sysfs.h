/* sysfs.h - what the kernel tells of devices in /sys, for people.  Names come
 * from the devices themselves: only what is printable of them is kept. */
#ifndef SAMDEPA_SCANNER_SYSFS_H
#define SAMDEPA_SCANNER_SYSFS_H

#include <stdbool.h>
#include <stddef.h>

#define SYSFS_NAME_SIZE 128

/* The entries of /sys/class/CLASS that begin with prefix, in order of their
 * numbers; returns how many there were. */
typedef void sysfs_fn(const char *entry, void *arg);
int sysfs_each(const char *class, const char *prefix, sysfs_fn *fn,
    void *arg);

/* The first line of the file at path, which is made as printf does, into
 * text, of size bytes.  False: there is none; text is "". */
bool sysfs_read(char *text, size_t size, const char *path, ...)
    __attribute__((format(printf, 3, 4)));

/* The last part of what the link at path points to; "" where it is none. */
void sysfs_link(char *text, size_t size, const char *path, ...)
    __attribute__((format(printf, 3, 4)));

/* The USB device that /sys/class/CLASS/ENTRY belongs to: its names, and
 * "USB 05e0:1200".  False: it is on no USB. */
struct sysfs_usb {
	char name[2 * SYSFS_NAME_SIZE], id[16];
};
bool sysfs_usb(struct sysfs_usb *usb, const char *class, const char *entry);

#endif
