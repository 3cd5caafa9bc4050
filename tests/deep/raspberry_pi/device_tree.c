/* Lets every program of a root file system see a Raspberry Pi's device tree, which no other computer's kernel has:
   what is opened below /proc/device-tree is opened below /usr/lib/device_tree instead. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define TREE "/proc/device-tree/"
#define STAND_IN "/usr/lib/device_tree/"

static const char *stand_in(const char *path, char *room) {
    if (!path || strncmp(path, TREE, sizeof TREE - 1) != 0)
        return path;
    snprintf(room, 4096, STAND_IN "%s", path + sizeof TREE - 1);
    return room;
}

#define OPEN(name)                                                          \
    int name(const char *path, int flags, ...) {                            \
        char room[4096];                                                    \
        va_list more;                                                       \
        va_start(more, flags);                                              \
        int mode = va_arg(more, int);                                       \
        va_end(more);                                                       \
        int (*next)(const char *, int, ...) = dlsym(RTLD_NEXT, #name);      \
        return next(stand_in(path, room), flags, mode);                     \
    }

#define OPENAT(name)                                                        \
    int name(int folder, const char *path, int flags, ...) {                \
        char room[4096];                                                    \
        va_list more;                                                       \
        va_start(more, flags);                                              \
        int mode = va_arg(more, int);                                       \
        va_end(more);                                                       \
        int (*next)(int, const char *, int, ...) = dlsym(RTLD_NEXT, #name); \
        return next(folder, stand_in(path, room), flags, mode);             \
    }

OPEN(open)
OPEN(open64)
OPEN(__open_2)
OPEN(__open64_2)
OPENAT(openat)
OPENAT(openat64)
OPENAT(__openat_2)
OPENAT(__openat64_2)
