#include "scanner/list.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/input-event-codes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "scanner/camera.h"
#include "scanner/sysfs.h"
#include "scanner/text.h"

#define COLUMNS	   80
#define PATH_WIDTH 20

/* Whether this program may open it; says so where it may not. */
static bool
print_access(const char *path, int mode, const char *group)
{
	if (access(path, mode) == 0)
		return true;
	if (errno == EACCES)
		printf("      no permission to open it: join the group %s "
		    "(adduser USER %s)\n", group, group);
	else
		printf("      cannot be opened: %s\n", strerror(errno));
	return false;
}

/* Names that stay the same wherever it is plugged in, as udev makes them. */
static void
print_links(const char *option, const char *dir, const char *entry)
{
	char target[64];
	struct dirent **links;
	int n = scandir(dir, &links, NULL, alphasort);

	for (int i = 0; i < n; i++) {
		sysfs_link(target, sizeof target, "%s/%s", dir,
		    links[i]->d_name);
		if (strcmp(target, entry) == 0)
			printf("      also --%s %s/%s\n", option, dir,
			    links[i]->d_name);
		free(links[i]);
	}
	if (n >= 0)
		free(links);
}

/* How a camera's formats are printed: one a line, its sizes one after the
 * other, and in the end those that we cannot read. */
struct modes {
	char   fourcc[5];
	int    column;
	char   unread[512];
	size_t unread_n;
};

static void
print_word(struct modes *m, const char *word)
{
	if (m->column + (int)strlen(word) >= COLUMNS)
		m->column = printf("\n           ");
	m->column += printf("%s", word);
}

static void
keep_unread(struct modes *m, const char *fourcc)
{
	char name[5];
	size_t n = text_make_printable(memcpy(name, fourcc, 4), 4);

	if (sizeof m->unread - m->unread_n < n + 2)
		return;
	m->unread[m->unread_n++] = ' ';
	memcpy(m->unread + m->unread_n, name, n);
	m->unread_n += n;
	m->unread[m->unread_n] = '\0';
}

static void
print_mode(const struct camera_mode *mode, void *arg)
{
	struct modes *m = arg;
	char size[64], speed[32] = "";
	bool new = strcmp(m->fourcc, mode->fourcc) != 0;

	memcpy(m->fourcc, mode->fourcc, sizeof m->fourcc);
	if (mode->format == NULL) {
		if (new)
			keep_unread(m, mode->fourcc);
		return;
	}
	if (new)
		m->column = printf("%s      %-5s", m->column > 0 ? "\n" : "",
		    mode->format->name);
	if (mode->fps_tenths > 0)
		snprintf(speed, sizeof speed, mode->fps_tenths % 10 == 0 ?
		    " at %d" : " at %d.%d", mode->fps_tenths / 10,
		    mode->fps_tenths % 10);
	if (mode->w == mode->w_max && mode->h == mode->h_max)
		snprintf(size, sizeof size, " %dx%d%s", mode->w, mode->h,
		    speed);
	else
		snprintf(size, sizeof size, " %dx%d to %dx%d%s", mode->w,
		    mode->h, mode->w_max, mode->h_max, speed);
	if (!new)
		m->column += printf(",");
	print_word(m, size);
}

static void
print_modes(int fd)
{
	struct modes m = { .column = 0 };
	char *save = NULL;

	camera_modes(fd, CAMERA_W, CAMERA_H, print_mode, &m);
	if (m.column == 0)
		printf("      has no format that can be read");
	if (m.unread_n > 0)
		m.column = printf("\n      not read:");
	for (char *word = strtok_r(m.unread, " ", &save); word != NULL;
	    word = strtok_r(NULL, " ", &save)) {
		char with_blank[8];
		snprintf(with_blank, sizeof with_blank, " %s", word);
		print_word(&m, with_blank);
	}
	putchar('\n');
}

static void
print_camera(const char *entry, void *any)
{
	char path[64], name[SYSFS_NAME_SIZE], bus[33];
	struct v4l2_capability cap;

	snprintf(path, sizeof path, "/dev/%.32s", entry);
	int fd = open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC), error = errno;
	if (fd >= 0 && camera_query(fd, &cap) != GONE_NOT) {
		close(fd);	/* it puts out, or tells of others */
		return;
	}
	*(bool *)any = true;
	sysfs_read(name, sizeof name, "/sys/class/video4linux/%s/name",
	    entry);
	printf("  --camera %-*s %s", PATH_WIDTH, path, name);
	if (fd < 0) {
		putchar('\n');
		if (print_access(path, R_OK | W_OK, "video"))
			printf("      cannot be opened: %s\n",
			    strerror(error));
		return;
	}
	memcpy(bus, cap.bus_info, sizeof cap.bus_info);
	size_t n = text_make_printable(bus, strnlen(bus, sizeof bus - 1));
	printf(" (%.*s)\n", (int)n, bus);
	print_modes(fd);
	print_links("camera", "/dev/v4l/by-id", entry);
	close(fd);
}

/* Consoles and pseudo terminals have no driver.  Of the ports that a PC may
 * have, those it has not are of type 0; where only root may read that, those
 * that were found by no more than trying at their usual place do not count. */
static bool
is_port(const char *entry, const char *driver)
{
	char path[PATH_MAX], real[PATH_MAX], type[8];

	if (driver[0] == '\0')
		return false;
	if (sysfs_read(type, sizeof type, "/sys/class/tty/%s/type", entry))
		return strcmp(type, "0") != 0;
	snprintf(path, sizeof path, "/sys/class/tty/%s/device", entry);
	return realpath(path, real) != NULL &&
	    strstr(real, "/platform/serial8250") == NULL;
}

static void
print_port(const char *entry, void *any)
{
	char path[64], driver[64];
	struct sysfs_usb usb = { "", "" };

	sysfs_link(driver, sizeof driver, "/sys/class/tty/%s/device/driver",
	    entry);
	if (!is_port(entry, driver))
		return;
	*(bool *)any = true;
	bool on_usb = sysfs_usb(&usb, "tty", entry);
	snprintf(path, sizeof path, "/dev/%.32s", entry);
	printf("  --serial %-*s %s%s(%s%s%s)\n", PATH_WIDTH, path, usb.name,
	    usb.name[0] != '\0' ? " " : "", driver, on_usb ? ", " : "",
	    usb.id);
	(void)print_access(path, R_OK, "dialout");
	print_links("serial", "/dev/serial/by-id", entry);
}

/* Bit of a bitmap as sysfs writes it: words of a long, the highest first. */
static bool
has_key(const char *bitmap, unsigned key)
{
	unsigned per = 8 * sizeof(unsigned long), word = key / per;
	const char *end = bitmap + strlen(bitmap);

	for (; word > 0; word--) {
		end = memrchr(bitmap, ' ', (size_t)(end - bitmap));
		if (end == NULL)
			return false;
	}
	const char *blank = memrchr(bitmap, ' ', (size_t)(end - bitmap));
	return strtoul(blank != NULL ? blank + 1 : bitmap, NULL, 16) >>
	    key % per & 1;
}

/* By its name, or because it types digits and Enter but could move no
 * cursor. */
static bool
looks_like_scanner(const char *name, const char *keys)
{
	static const char *const words[] = {
		"scan", "barcode", "bar code", "code reader", "symbol",
		"zebra", "honeywell", "metrologic", "datalogic", "hand held",
		"newland", "opticon", "cipherlab",
	};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strcasestr(name, words[i]) != NULL)
			return true;
	return !has_key(keys, KEY_UP) && !has_key(keys, KEY_LEFT);
}

static void
print_keyboard(const char *entry, void *any)
{
	char path[64], name[SYSFS_NAME_SIZE], keys[512], vendor[8], number[8];

	sysfs_read(keys, sizeof keys,
	    "/sys/class/input/%s/device/capabilities/key", entry);
	if (!has_key(keys, KEY_1) || !has_key(keys, KEY_ENTER))
		return;
	*(bool *)any = true;
	sysfs_read(name, sizeof name, "/sys/class/input/%s/device/name",
	    entry);
	sysfs_read(vendor, sizeof vendor,
	    "/sys/class/input/%s/device/id/vendor", entry);
	sysfs_read(number, sizeof number,
	    "/sys/class/input/%s/device/id/product", entry);
	snprintf(path, sizeof path, "/dev/input/%.32s", entry);
	printf("  --hid %-*s %s (%s:%s)%s\n", PATH_WIDTH + 3, path, name,
	    vendor, number, looks_like_scanner(name, keys) ?
	    ": looks like a scanner" : "");
	(void)print_access(path, R_OK, "input");
	print_links("hid", "/dev/input/by-id", entry);
}

static void
print_class(const char *title, const char *none, const char *class,
    const char *prefix, sysfs_fn *fn)
{
	bool any = false;

	printf("%s\n", title);
	sysfs_each(class, prefix, fn, &any);
	if (!any)
		printf("  %s\n", none);
}

enum status
list_print(void)
{
	print_class("Cameras", "none is there", "video4linux", "video",
	    print_camera);
	print_class("Serial ports", "none is there", "tty", "tty",
	    print_port);
	print_class("Keyboards, and scanners that type", "none is there",
	    "input", "event", print_keyboard);
	return fflush(stdout) == 0 ? STATUS_DONE : STATUS_OUTSIDE;
}
