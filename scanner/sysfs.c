#include "scanner/sysfs.h"

#include <dirent.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "scanner/text.h"

int
sysfs_each(const char *class, const char *prefix, sysfs_fn *fn, void *arg)
{
	char dir[PATH_MAX];
	struct dirent **entries;
	int count = 0;

	snprintf(dir, sizeof dir, "/sys/class/%s", class);
	int n = scandir(dir, &entries, NULL, versionsort);
	for (int i = 0; i < n; i++) {
		const char *name = entries[i]->d_name;
		if (name[0] != '.' &&
		    strncmp(name, prefix, strlen(prefix)) == 0) {
			fn(name, arg);
			count++;
		}
		free(entries[i]);
	}
	if (n >= 0)
		free(entries);
	return count;
}

static bool
read_line(char *text, size_t size, const char *path)
{
	FILE *f = fopen(path, "re");

	text[0] = '\0';
	if (f == NULL)
		return false;
	size_t n = fread(text, 1, size - 1, f);
	fclose(f);
	n = text_make_printable(text, n);
	text[n] = '\0';
	text[strcspn(text, "\n")] = '\0';
	return true;
}

bool
sysfs_read(char *text, size_t size, const char *path, ...)
{
	char whole[PATH_MAX];
	va_list ap;

	va_start(ap, path);
	vsnprintf(whole, sizeof whole, path, ap);
	va_end(ap);
	return read_line(text, size, whole);
}

void
sysfs_link(char *text, size_t size, const char *path, ...)
{
	char whole[PATH_MAX], target[PATH_MAX];
	va_list ap;

	va_start(ap, path);
	vsnprintf(whole, sizeof whole, path, ap);
	va_end(ap);
	ssize_t n = readlink(whole, target, sizeof target - 1);
	target[n > 0 ? n : 0] = '\0';
	const char *slash = strrchr(target, '/');
	snprintf(text, size, "%s", slash != NULL ? slash + 1 : target);
}

/* Up from the device's folder, to the one that has a USB device's numbers. */
static bool
usb_folder(char *dir, const char *class, const char *entry)
{
	char path[PATH_MAX], vendor[16];

	snprintf(path, sizeof path, "/sys/class/%s/%s/device", class, entry);
	if (realpath(path, dir) == NULL)
		return false;
	for (;;) {
		if (sysfs_read(vendor, sizeof vendor, "%s/idVendor", dir))
			return true;
		char *slash = strrchr(dir, '/');
		if (slash == NULL || slash == dir)
			return false;
		*slash = '\0';
	}
}

bool
sysfs_usb(struct sysfs_usb *usb, const char *class, const char *entry)
{
	char dir[PATH_MAX], maker[SYSFS_NAME_SIZE], product[SYSFS_NAME_SIZE];
	char vendor[8], number[8];

	if (!usb_folder(dir, class, entry))
		return false;
	sysfs_read(vendor, sizeof vendor, "%s/idVendor", dir);
	sysfs_read(number, sizeof number, "%s/idProduct", dir);
	sysfs_read(maker, sizeof maker, "%s/manufacturer", dir);
	sysfs_read(product, sizeof product, "%s/product", dir);
	snprintf(usb->id, sizeof usb->id, "USB %.4s:%.4s", vendor, number);
	snprintf(usb->name, sizeof usb->name, "%s%s%s", maker,
	    maker[0] != '\0' && product[0] != '\0' ? " " : "", product);
	return true;
}
