/*
 * LD_PRELOAD: a webcam at the very edge, where the kernel would be. /dev/video42 gives the bytes of the file FAKE_FRAME
 * 30 times a second, as FAKE_FORMAT (MJPG or YUYV, 640x480), with lines of FAKE_LINE bytes. FAKE_MOOD makes it "busy"
 * (another program uses it), "unplugged" (gone after ten pictures) or "locked" (not to be opened).
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/videodev2.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

enum { BUFFERS = 8, BUFFER_BYTES = 1 << 20, WIDTH = 640, HEIGHT = 480, UNPLUGGED_AFTER = 10 };

static const char DEVICE[] = "/dev/video42";
static int device = -1;
static unsigned queued[BUFFERS];
static unsigned waiting, taken;

static int in_mood(const char *mood)
{
    const char *given = getenv("FAKE_MOOD");
    return given && strcmp(given, mood) == 0;
}

static int fail(int why)
{
    errno = why;
    return -1;
}

static int open_device(void)
{
    if (in_mood("locked"))
        return fail(EACCES);
    device = memfd_create("a webcam's pictures", MFD_CLOEXEC);
    if (ftruncate(device, (off_t)BUFFERS * BUFFER_BYTES) != 0)
        return -1;
    return device;
}

#define OPEN(name)                                                        \
    int name(const char *path, int flags, ...)                            \
    {                                                                     \
        if (strcmp(path, DEVICE) == 0)                                    \
            return open_device();                                         \
        va_list arguments;                                                \
        va_start(arguments, flags);                                       \
        mode_t mode = flags & (O_CREAT | __O_TMPFILE) ? va_arg(arguments, mode_t) : 0; \
        va_end(arguments);                                                \
        int (*real)(const char *, int, ...) = dlsym(RTLD_NEXT, #name);    \
        return real(path, flags, mode);                                   \
    }

OPEN(open)
OPEN(open64)

static void describe(struct v4l2_capability *about)
{
    strcpy((char *)about->driver, "fake");
    strcpy((char *)about->card, "Fake webcam");
    about->device_caps = V4L2_CAP_VIDEO_CAPTURE | V4L2_CAP_STREAMING;
    about->capabilities = about->device_caps | V4L2_CAP_DEVICE_CAPS;
}

/* Like a real one it takes no wish that it cannot fulfil, and answers with what it does instead. */
static void settle(struct v4l2_pix_format *pixels)
{
    const char *format = getenv("FAKE_FORMAT");
    pixels->width = WIDTH;
    pixels->height = HEIGHT;
    pixels->pixelformat = v4l2_fourcc(format[0], format[1], format[2], format[3]);
    pixels->bytesperline = atoi(getenv("FAKE_LINE"));
    pixels->sizeimage = BUFFER_BYTES;
}

static int give_picture(struct v4l2_buffer *buffer)
{
    static char frame[BUFFER_BYTES];
    struct timespec pause = {0, 33000000}, now;
    nanosleep(&pause, NULL);
    if (in_mood("unplugged") && taken >= UNPLUGGED_AFTER)
        return fail(ENODEV);
    if (waiting == 0)
        return fail(EAGAIN);
    int file = open(getenv("FAKE_FRAME"), O_RDONLY);
    ssize_t length = read(file, frame, sizeof frame);
    close(file);
    buffer->index = queued[0];
    memmove(queued, queued + 1, --waiting * sizeof *queued);
    if (length < 0 || pwrite(device, frame, length, (off_t)buffer->index * BUFFER_BYTES) != length)
        return fail(EIO);
    clock_gettime(CLOCK_MONOTONIC, &now);
    buffer->timestamp.tv_sec = now.tv_sec;
    buffer->timestamp.tv_usec = now.tv_nsec / 1000;
    buffer->bytesused = length;
    buffer->sequence = taken++;
    return 0;
}

static int answer(unsigned long request, void *argument)
{
    struct v4l2_buffer *buffer = argument;
    switch (request) {
    case VIDIOC_QUERYCAP:
        describe(argument);
        return 0;
    case VIDIOC_S_FMT:
    case VIDIOC_G_FMT:
        settle(&((struct v4l2_format *)argument)->fmt.pix);
        return 0;
    case VIDIOC_REQBUFS:
        return in_mood("busy") ? fail(EBUSY) : 0;
    case VIDIOC_QUERYBUF:
        buffer->length = BUFFER_BYTES;
        buffer->m.offset = buffer->index * BUFFER_BYTES;
        return 0;
    case VIDIOC_QBUF:
        queued[waiting++] = buffer->index;
        return 0;
    case VIDIOC_DQBUF:
        return give_picture(buffer);
    case VIDIOC_STREAMON:
    case VIDIOC_STREAMOFF:
        return 0;
    default:
        return fail(ENOTTY);
    }
}

int ioctl(int file, unsigned long request, ...)
{
    va_list arguments;
    va_start(arguments, request);
    void *argument = va_arg(arguments, void *);
    va_end(arguments);
    if (file == device && device >= 0)
        return answer((unsigned)request, argument);
    int (*real)(int, unsigned long, ...) = dlsym(RTLD_NEXT, "ioctl");
    return real(file, request, argument);
}
