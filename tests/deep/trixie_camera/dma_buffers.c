/*
 * LD_PRELOAD: stands in for the kernel's DMA heaps (/dev/dma_heap/...), so that libcamera's virtual camera can stream
 * where there are none. A buffer is then simply shared memory.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <linux/dma-buf.h>
#include <linux/dma-heap.h>
#include <stdarg.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

static const char HEAPS[] = "/dev/dma_heap/";

#define OPEN(name)                                                        \
    int name(const char *path, int flags, ...)                            \
    {                                                                     \
        if (strncmp(path, HEAPS, sizeof HEAPS - 1) == 0)                  \
            return memfd_create("stand-in for a heap", MFD_CLOEXEC);      \
        va_list arguments;                                                \
        va_start(arguments, flags);                                       \
        mode_t mode = flags & (O_CREAT | __O_TMPFILE) ? va_arg(arguments, mode_t) : 0; \
        va_end(arguments);                                                \
        int (*real)(const char *, int, ...) = dlsym(RTLD_NEXT, #name);    \
        return real(path, flags, mode);                                   \
    }

OPEN(open)
OPEN(open64)

static int allocate(struct dma_heap_allocation_data *wish)
{
    int file = memfd_create("stand-in for a DMA buffer", MFD_CLOEXEC);
    if (file < 0 || ftruncate(file, wish->len) != 0)
        return -1;
    wish->fd = file;
    return 0;
}

int ioctl(int file, unsigned long request, ...)
{
    va_list arguments;
    va_start(arguments, request);
    void *argument = va_arg(arguments, void *);
    va_end(arguments);
    if (request == DMA_HEAP_IOCTL_ALLOC)
        return allocate(argument);
    if (request == DMA_BUF_IOCTL_SYNC || request == DMA_BUF_SET_NAME_A || request == DMA_BUF_SET_NAME_B)
        return 0;
    int (*real)(int, unsigned long, ...) = dlsym(RTLD_NEXT, "ioctl");
    return real(file, request, argument);
}
