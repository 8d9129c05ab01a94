#include "tui/print/wire.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/sockios.h>
#include <netdb.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#define CONNECT_MS	3000
#define ANSWER_MS	700
#define STALL_MS	6000
#define DRAIN_MS	500

/* The answers to DLE EOT n have these bits fixed. */
#define STATE_MASK	0x93
#define STATE_FIXED	0x12

enum { ASK_PRINTER = 1, ASK_OFFLINE, ASK_ERROR, ASK_PAPER };
enum { PRINTER_OFFLINE = 0x08, OFFLINE_LID = 0x04, OFFLINE_FAULT = 0x40,
    ERROR_CUTTER = 0x08, ERROR_PASSES = 0x40, PAPER_NEAR = 0x0c,
    PAPER_END = 0x60 };

static enum rc
gone(const struct wire *w, int error, struct err *err)
{
	return err_why(err, RC_OUTSIDE, WHY_PRINTER_GONE, w->name,
	    strerror(error), NULL);
}

bool
wire_split(const char *target, char *host, size_t host_cap, char *port,
    size_t port_cap)
{
	const char *s = target + 2, *end, *p = "9100";

	if (strncmp(target, "//", 2) != 0)
		return false;
	if (*s == '[') {
		end = strchr(++s, ']');
		if (end == NULL || (end[1] != '\0' && end[1] != ':'))
			return false;
		if (end[1] == ':')
			p = end + 2;
	} else {
		end = s + strcspn(s, ":");
		if (*end == ':')
			p = end + 1;
	}
	size_t n = (size_t)(end - s), digits = strspn(p, "0123456789");
	long number = strtol(p, NULL, 10);
	if (n == 0 || n >= host_cap || memchr(s, '/', n) != NULL ||
	    digits == 0 || digits > 5 || p[digits] != '\0' || number < 1 ||
	    number > 65535)
		return false;
	snprintf(host, host_cap, "%.*s", (int)n, s);
	snprintf(port, port_cap, "%s", p);
	return true;
}

/* Waits for events; false after ms without. */
static bool
await(int fd, short events, int ms)
{
	struct pollfd p = { .fd = fd, .events = events };
	int n;

	do
		n = poll(&p, 1, ms);
	while (n == -1 && errno == EINTR);
	return n == 1 && (p.revents & (events | POLLERR | POLLHUP)) != 0;
}

static int
connect_one(const struct addrinfo *a)
{
	int error = 0;
	socklen_t n = sizeof error;
	int fd = socket(a->ai_family, a->ai_socktype | SOCK_NONBLOCK |
	    SOCK_CLOEXEC, a->ai_protocol);

	if (fd == -1)
		return -1;
	if (connect(fd, a->ai_addr, a->ai_addrlen) == -1) {
		error = errno;
		if (error == EINPROGRESS) {
			error = ETIMEDOUT;
			if (await(fd, POLLOUT, CONNECT_MS))
				getsockopt(fd, SOL_SOCKET, SO_ERROR, &error,
				    &n);
		}
	}
	if (error == 0)
		return fd;
	close(fd);
	errno = error;
	return -1;
}

static int
connect_host(const char *host, const char *port)
{
	struct addrinfo hints = { .ai_socktype = SOCK_STREAM }, *list;
	int fd = -1;

	if (getaddrinfo(host, port, &hints, &list) != 0) {
		errno = EHOSTUNREACH;
		return -1;
	}
	for (struct addrinfo *a = list; a != NULL && fd == -1; a = a->ai_next)
		fd = connect_one(a);
	int error = errno;
	freeaddrinfo(list);
	errno = error;
	return fd;
}

/* A serial printer's terminal must leave the bytes alone. */
static void
make_raw(int fd)
{
	struct termios t;

	if (tcgetattr(fd, &t) == 0) {
		cfmakeraw(&t);
		tcsetattr(fd, TCSANOW, &t);
	}
}

static int
open_device(const char *path)
{
	int flags = O_NONBLOCK | O_NOCTTY | O_CLOEXEC;
	int fd = open(path, O_RDWR | flags);

	if (fd == -1)
		fd = open(path, O_WRONLY | flags);
	if (fd != -1)
		make_raw(fd);
	return fd;
}

enum rc
wire_open(struct wire *w, const char *target, struct err *err)
{
	char host[256], port[8];

	memset(w, 0, sizeof *w);
	w->host = wire_split(target, host, sizeof host, port, sizeof port);
	w->name = w->host ? target + 2 : target;
	w->fd = w->host ? connect_host(host, port) : open_device(target);
	return w->fd == -1 ? gone(w, errno, err) : RC_OK;
}

static int64_t
now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* The printer's state byte, -1 where it gives none. */
static int
ask(struct wire *w, int what, int ms)
{
	unsigned char question[3] = { 0x10, 0x04, (unsigned char)what }, b;
	int64_t end = now_ms() + ms;

	if (!await(w->fd, POLLOUT, ms) ||
	    write(w->fd, question, sizeof question) != sizeof question)
		return -1;
	for (int64_t left; (left = end - now_ms()) > 0; ) {
		if (!await(w->fd, POLLIN, (int)left))
			return -1;
		ssize_t n = read(w->fd, &b, 1);
		if (n == 0 || (n == -1 && errno != EINTR && errno != EAGAIN))
			return -1;
		if (n == 1 && (b & STATE_MASK) == STATE_FIXED) {
			w->answers = true;
			return b;
		}
	}
	return -1;
}

/* What the kernel holds back has reached nobody. */
static bool
arrived(const struct wire *w)
{
	int64_t end = now_ms() + STALL_MS;
	int left = 0;

	while (w->host && ioctl(w->fd, SIOCOUTQ, &left) == 0 && left > 0) {
		if (now_ms() > end)
			return false;
		poll(NULL, 0, 10);	/* nothing tells of it */
	}
	return true;
}

enum rc
wire_send(struct wire *w, const void *data, size_t n, struct err *err)
{
	const char *p = data;

	while (n > 0) {
		if (!await(w->fd, POLLOUT, STALL_MS))
			return gone(w, ETIMEDOUT, err);
		if (w->sent != NULL)
			*w->sent = 1;
		ssize_t did = write(w->fd, p, n);
		if (w->sent != NULL && did <= 0 && p == data)
			*w->sent = 0;
		if (did > 0) {
			p += did;
			n -= (size_t)did;
		} else if (did == -1 && errno == ENOSPC)
			/* how the kernel's lp device says that paper is out */
			return err_why(err, RC_OUTSIDE, WHY_PRINTER_PAPER,
			    w->name, NULL, NULL);
		else if (did == 0 || (errno != EINTR && errno != EAGAIN))
			return gone(w, did == 0 ? EIO : errno, err);
	}
	if (!arrived(w) || (w->answers && ask(w, ASK_PAPER, STALL_MS) == -1))
		return gone(w, ETIMEDOUT, err);
	return RC_OK;
}

/* Why it does not print though it has paper; WHY_NONE: it does. */
static enum why
stopped(struct wire *w)
{
	int b = ask(w, ASK_OFFLINE, ANSWER_MS);

	if (b == -1)
		return WHY_NONE;
	if (b & OFFLINE_LID)
		return WHY_PRINTER_OPEN;
	if (b & OFFLINE_FAULT) {
		b = ask(w, ASK_ERROR, ANSWER_MS);
		return b == -1 ? WHY_PRINTER_FAULT :
		    b & ERROR_CUTTER ? WHY_PRINTER_CUTTER :
		    b & ERROR_PASSES ? WHY_PRINTER_HOT : WHY_PRINTER_FAULT;
	}
	b = ask(w, ASK_PRINTER, ANSWER_MS);
	return b != -1 && (b & PRINTER_OFFLINE) ? WHY_PRINTER_OFFLINE :
	    WHY_NONE;
}

enum rc
wire_state(struct wire *w, enum paper *paper, struct err *err)
{
	*paper = PAPER_UNKNOWN;
	int b = ask(w, ASK_PAPER, ANSWER_MS);
	if (b == -1)
		return RC_OK;
	*paper = b & PAPER_END ? PAPER_OUT : b & PAPER_NEAR ? PAPER_LOW :
	    PAPER_OK;
	if (*paper == PAPER_OUT)
		return err_why(err, RC_OUTSIDE, WHY_PRINTER_PAPER, w->name,
		    NULL, NULL);
	enum why why = stopped(w);
	return why == WHY_NONE ? RC_OK : err_why(err, RC_OUTSIDE, why,
	    w->name, NULL, NULL);
}

/* Bytes that the printer sent and nobody read would make the kernel reset
 * the connection, and the printer forget the end of the paper. */
void
wire_close(struct wire *w)
{
	char sink[64];
	int64_t end = now_ms() + DRAIN_MS;

	if (w->fd == -1)
		return;
	if (w->host && shutdown(w->fd, SHUT_WR) == 0)
		for (int64_t left; (left = end - now_ms()) > 0; )
			if (!await(w->fd, POLLIN, (int)left) ||
			    read(w->fd, sink, sizeof sink) <= 0)
				break;
	close(w->fd);
	w->fd = -1;
}
