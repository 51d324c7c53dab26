/* Runs a command and, at the n-th call by which it or a process it started would change a file, kills or refuses.
 *
 *     inject LOG WHO WHAT N -- COMMAND…
 *
 * WHO   all | program | git    whose calls are counted: everybody's, the command's own, those of programs named git…
 * WHAT  kill-caller            the process that makes the call dies
 *       kill-program           the command dies, and what it started runs on
 *       kill-all               everything dies at once, as when the power goes
 *       once:ERRNO             the call fails, and is not made
 *       onwards:ERRNO          so does each later one that can fail for this reason
 * N     which call, from 1; 0 is none, which only counts
 *
 * LOG gets a line for each counted call, and HIT after the one that was chosen. Ends as the command ended, 128 + n after
 * signal n, when the last process of all is gone.
 *
 * strace injects as well, but counts for each thread and each kind of call apart: it can name neither the n-th call of
 * a whole tree of processes nor let all of them die at it.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <linux/types.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

#ifndef __x86_64__
#error "the registers of other machines are not known here"
#endif

enum kind { WRITES, MAKES, MOVES, REMOVES, MARKS, STARTS };

/* The calls that change something: what they are called, where their path is among the arguments (-1: a descriptor). */
static const struct call {
    int number;
    const char *name;
    enum kind kind;
    int path;
} CALLS[] = {
    {SYS_open, "open", MAKES, 0},
    {SYS_openat, "openat", MAKES, 1},
    {SYS_openat2, "openat2", MAKES, 1},
    {SYS_creat, "creat", MAKES, 0},
    {SYS_write, "write", WRITES, -1},
    {SYS_writev, "writev", WRITES, -1},
    {SYS_pwrite64, "pwrite64", WRITES, -1},
    {SYS_copy_file_range, "copy_file_range", WRITES, -1},
    {SYS_sendfile, "sendfile", WRITES, -1},
    {SYS_ftruncate, "ftruncate", WRITES, -1},
    {SYS_fallocate, "fallocate", WRITES, -1},
    {SYS_fsync, "fsync", WRITES, -1},
    {SYS_fdatasync, "fdatasync", WRITES, -1},
    {SYS_syncfs, "syncfs", WRITES, -1},
    {SYS_mkdir, "mkdir", MAKES, 0},
    {SYS_mkdirat, "mkdirat", MAKES, 1},
    {SYS_link, "link", MAKES, 1},
    {SYS_linkat, "linkat", MAKES, 3},
    {SYS_symlink, "symlink", MAKES, 1},
    {SYS_symlinkat, "symlinkat", MAKES, 2},
    {SYS_rename, "rename", MOVES, 1},
    {SYS_renameat, "renameat", MOVES, 3},
    {SYS_renameat2, "renameat2", MOVES, 3},
    {SYS_unlink, "unlink", REMOVES, 0},
    {SYS_unlinkat, "unlinkat", REMOVES, 1},
    {SYS_rmdir, "rmdir", REMOVES, 0},
    {SYS_chmod, "chmod", MARKS, 0},
    {SYS_fchmod, "fchmod", MARKS, -1},
    {SYS_fchmodat, "fchmodat", MARKS, 1},
    {SYS_flock, "flock", MARKS, -1},
    {SYS_execve, "execve", STARTS, 0},
};
enum { KNOWN = sizeof CALLS / sizeof *CALLS, MOST = 1 << 22 };

/* Of each thread: whether it lives, and the process it belongs to. */
static char lives[MOST];
static int process[MOST];
static int threads[MOST], seen = 0;

static void meet(int thread) {
    if (!lives[thread]) {
        lives[thread] = 1;
        process[thread] = 0;
        threads[seen++] = thread;
    }
}

static int process_of(int thread) {
    char path[64], line[256];
    if (process[thread]) return process[thread];
    process[thread] = thread;
    snprintf(path, sizeof path, "/proc/%d/status", thread);
    FILE *status = fopen(path, "r");
    while (status && fgets(line, sizeof line, status))
        if (sscanf(line, "Tgid: %d", &process[thread]) == 1) break;
    if (status) fclose(status);
    return process[thread];
}

static int is_git(int pid) {
    char path[64], name[32] = "";
    snprintf(path, sizeof path, "/proc/%d/comm", pid);
    FILE *comm = fopen(path, "r");
    if (!comm) return 0;
    char *read = fgets(name, sizeof name, comm);
    fclose(comm);
    return read && !strncmp(name, "git", 3);
}

/* A text, or any bytes, in another process; no further than the end of its page where the next is not there. */
static size_t peek(int pid, unsigned long at, void *to, size_t most) {
    struct iovec here = {to, most}, there = {(void *)at, most};
    ssize_t got = process_vm_readv(pid, &here, 1, &there, 1, 0);
    size_t page = 4096 - (at & 4095);
    if (got < 0 && page < most) {
        here.iov_len = there.iov_len = page;
        got = process_vm_readv(pid, &here, 1, &there, 1, 0);
    }
    return got < 0 ? 0 : (size_t)got;
}

/* The kernel stops at these calls only, so that all others cost nothing. Files opened for reading are of no interest. */
static void watch_calls(void) {
    static struct sock_filter code[8 * KNOWN + 2];
    unsigned short at = 0;
    const unsigned changing = O_WRONLY | O_RDWR | O_CREAT | O_TRUNC;
    code[at++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr));
    for (int i = 0; i < KNOWN; i++) {
        int flags = CALLS[i].number == SYS_open ? 1 : CALLS[i].number == SYS_openat ? 2 : 0;
        code[at++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, CALLS[i].number, 0, flags ? 4 : 1);
        if (flags) {
            code[at++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
                                                      offsetof(struct seccomp_data, args[flags]));
            code[at++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, changing, 0, 1);
        }
        code[at++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRACE);
        if (flags) code[at++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
    }
    code[at++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
    struct sock_fprog program = {at, code};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program)) _exit(125);
}

/* What the call is about, and whether it changes a file at all: a pipe, a terminal and a device are none. */
static int changes_a_file(int pid, const struct call *call, const __u64 *argument, char *about, size_t most) {
    char link[64];
    if (call->path < 0) {
        int descriptor = call->number == SYS_copy_file_range ? (int)argument[2] : (int)argument[0];
        snprintf(link, sizeof link, "/proc/%d/fd/%d", pid, descriptor);
        ssize_t length = readlink(link, about, most - 1);
        about[length < 0 ? 0 : length] = 0;
        return about[0] == '/' && strncmp(about, "/dev/", 5) != 0 && strncmp(about, "/proc/", 6) != 0;
    }
    if (call->number == SYS_openat2) {
        unsigned long long flags = 0;
        peek(pid, argument[2], &flags, sizeof flags);
        if (!(flags & (O_WRONLY | O_RDWR | O_CREAT | O_TRUNC))) return 0;
    }
    about[peek(pid, argument[call->path], about, most - 1)] = 0;
    /* Looking for a program along the path starts nothing. */
    if (call->kind == STARTS && access(about, X_OK)) return 0;
    for (char *letter = about; *letter; letter++)
        if ((unsigned char)*letter < ' ') *letter = '.';
    return strncmp(about, "/dev/", 5) != 0 && strncmp(about, "/proc/", 6) != 0;
}

/* Whether a call of this kind can fail for this reason. A full disk lets files be removed and marked. */
static int can_fail(enum kind kind, int reason) {
    if (kind == STARTS) return 0;
    if (reason == ENOSPC) return kind == WRITES || kind == MAKES;
    if (reason == EROFS || reason == EACCES) return kind != WRITES;
    return 1;
}

int main(int count, char **words) {
    if (count < 7) return 125;
    FILE *log = fopen(words[1], "we");
    const char *who = words[2], *what = words[3];
    long chosen = atol(words[4]), calls = 0;
    int reason = 0, onwards = 0, hit = 0, ended = 125, status;
    if (!log) return 125;
    if (sscanf(what, "once:%d", &reason) != 1 && sscanf(what, "onwards:%d", &reason) == 1) onwards = 1;

    int root = fork();
    if (!root) {
        ptrace(PTRACE_TRACEME, 0, 0, 0);
        raise(SIGSTOP);
        watch_calls();
        execvp(words[6], words + 6);
        _exit(126);
    }
    waitpid(root, &status, 0);
    meet(root);
    ptrace(PTRACE_SETOPTIONS, root, 0,
           PTRACE_O_EXITKILL | PTRACE_O_TRACESECCOMP | PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK | PTRACE_O_TRACECLONE |
               PTRACE_O_TRACEEXEC);
    ptrace(PTRACE_CONT, root, 0, 0);
    int begun = 0; /* the command's own start is not one of its calls */

    for (;;) {
        int thread = waitpid(-1, &status, __WALL), deliver = 0;
        if (thread < 0) {
            if (errno == EINTR) continue;
            break;
        }
        if (WIFEXITED(status) || WIFSIGNALED(status)) {
            lives[thread] = 0;
            if (thread == root) ended = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
            continue;
        }
        int fresh = !lives[thread], signal = WSTOPSIG(status), event = status >> 16;
        meet(thread);
        if (event == PTRACE_EVENT_SECCOMP) {
            struct __ptrace_syscall_info info;
            memset(&info, 0, sizeof info);
            ptrace(PTRACE_GET_SYSCALL_INFO, thread, (void *)sizeof info, &info);
            const struct call *call = NULL;
            for (int i = 0; i < KNOWN; i++)
                if ((unsigned long long)CALLS[i].number == info.seccomp.nr) call = &CALLS[i];
            char about[300] = "";
            int pid = process_of(thread), counts = call && begun;
            if (call && call->number == SYS_execve) begun = 1;
            /* Git that may not remove its own lock leaves it, whoever started it. */
            if (counts && reason) counts = can_fail(call->kind, reason) && !(call->kind == REMOVES && is_git(pid));
            if (counts) counts = changes_a_file(pid, call, (const __u64 *)info.seccomp.args, about, sizeof about);
            if (counts && !strcmp(who, "program")) counts = pid == root;
            if (counts && !strcmp(who, "git")) counts = is_git(pid);
            if (counts) {
                calls++;
                fprintf(log, "%ld %s %s %s\n", calls, pid == root ? "ledger" : is_git(pid) ? "git" : "other", call->name,
                        about);
                if (chosen && (calls == chosen || (onwards && calls > chosen))) {
                    if (!strcmp(what, "kill-all")) {
                        for (int i = 0; i < seen; i++)
                            if (lives[threads[i]]) kill(threads[i], SIGKILL);
                    } else if (!strcmp(what, "kill-caller")) {
                        kill(pid, SIGKILL);
                    } else if (!strcmp(what, "kill-program")) {
                        kill(root, SIGKILL);
                    } else {
                        struct user_regs_struct registers;
                        ptrace(PTRACE_GETREGS, thread, 0, &registers);
                        registers.orig_rax = -1;
                        registers.rax = -reason;
                        ptrace(PTRACE_SETREGS, thread, 0, &registers);
                    }
                    if (!hit) fprintf(log, "HIT\n");
                    hit = 1;
                    fflush(log);
                }
            }
        } else if (event == PTRACE_EVENT_EXEC) {
            /* A thread that starts another program becomes its process's first, and the others are gone. */
            process[thread] = thread;
        } else if (event || (fresh && signal == SIGSTOP) || signal == SIGTRAP) {
            /* somebody has begun */
        } else if (signal == SIGSTOP && thread != root) {
            /* a child that was met by its parent's word before its own first stop */
        } else {
            deliver = signal;
        }
        ptrace(PTRACE_CONT, thread, 0, deliver);
    }
    fclose(log);
    return ended;
}
