/*
 * The one program inside the test images and namespaces; static, because an image made without a registry has no libc.
 *
 *   netprobe serve [tcp:PORT|udp:PORT]...   answers every client with `id=CONTAINER src=CLIENT`; exits 1 if a port is
 *                                           taken, 0 at SIGTERM. NETPROBE_ID replaces the container's id
 *   netprobe                                sends the packets asked for on stdin, many at a time; ends with stdin. As
 *                                           process 1 of a pid namespace it takes everything there down with it
 *
 * A request is one line, `KEY PID PROTOCOL ADDRESS PORT MILLISECONDS [PAYLOAD]`: from the network namespace of process
 * PID (0: its own), over tcp, udp or icmp; PAYLOAD in hex. The answer is one line: `KEY ok HEX`, `KEY timeout`,
 * `KEY connected` (tcp: accepted, then silence), `KEY closed` or the name of an errno: `KEY ECONNREFUSED`.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/ip_icmp.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { SERVED = 32, PENDING = 512, LINE = 4096, DATAGRAM = 1500 };

/* ---- the responder ---- */

static char identity[80] = "?";

/* The first 12 digits of the container's id, as its cgroup is named after it. */
static void find_identity(void) {
  const char *given = getenv("NETPROBE_ID");
  if (given) { snprintf(identity, sizeof identity, "%s", given); return; }
  FILE *file = fopen("/proc/self/cgroup", "r");
  char line[1024];
  while (file && fgets(line, sizeof line, file))
    for (char *p = line; *p; p++) {
      size_t digits = strspn(p, "0123456789abcdef");
      if (digits == 64) { memcpy(identity, p, 12); identity[12] = 0; fclose(file); return; }
      if (digits) p += digits - 1;
    }
  if (file) fclose(file);
}

static void leave(int signal) { (void)signal; _exit(0); }

static const char *client_text(const struct sockaddr_in6 *client) {
  static char text[INET6_ADDRSTRLEN];
  inet_ntop(AF_INET6, &client->sin6_addr, text, sizeof text);
  return strncmp(text, "::ffff:", 7) ? text : text + 7;
}

/* Answers from the address that the question was sent to, as a well-behaved server does. */
static void answer_datagram(int socket) {
  struct sockaddr_in6 client;
  char control[256], buffer[DATAGRAM];
  struct iovec data = {buffer, sizeof buffer};
  struct msghdr message = {&client, sizeof client, &data, 1, control, sizeof control, 0};
  if (recvmsg(socket, &message, 0) < 0) return;
  for (struct cmsghdr *c = CMSG_FIRSTHDR(&message); c; c = CMSG_NXTHDR(&message, c))
    if (c->cmsg_type == IPV6_PKTINFO) ((struct in6_pktinfo *)CMSG_DATA(c))->ipi6_ifindex = 0;
  data.iov_len = snprintf(buffer, sizeof buffer, "id=%s src=%s\n", identity, client_text(&client));
  message.msg_flags = 0;
  sendmsg(socket, &message, 0);
}

static void answer_stream(int socket) {
  struct sockaddr_in6 client;
  socklen_t length = sizeof client;
  int stream = accept(socket, (struct sockaddr *)&client, &length);
  if (stream < 0) return;
  dprintf(stream, "id=%s src=%s\n", identity, client_text(&client));
  shutdown(stream, SHUT_WR);
  close(stream);
}

static int serve(int count, char **ports) {
  struct pollfd sockets[SERVED];
  int datagram[SERVED], yes = 1, no = 0;
  signal(SIGTERM, leave);
  signal(SIGINT, leave);
  signal(SIGPIPE, SIG_IGN);
  find_identity();
  if (count > SERVED) return 2;
  for (int i = 0; i < count; i++) {
    datagram[i] = !strncmp(ports[i], "udp:", 4);
    struct sockaddr_in6 address = {.sin6_family = AF_INET6, .sin6_port = htons(atoi(ports[i] + 4))};
    int s = socket(AF_INET6, datagram[i] ? SOCK_DGRAM : SOCK_STREAM, 0);
    setsockopt(s, IPPROTO_IPV6, IPV6_V6ONLY, &no, sizeof no);
    if (datagram[i]) setsockopt(s, IPPROTO_IPV6, IPV6_RECVPKTINFO, &yes, sizeof yes);
    else setsockopt(s, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (bind(s, (struct sockaddr *)&address, sizeof address) || (!datagram[i] && listen(s, 64))) {
      fprintf(stderr, "bind() to 0.0.0.0:%s failed (%d: %s)\n", ports[i] + 4, errno, strerror(errno));
      return 1;
    }
    sockets[i] = (struct pollfd){.fd = s, .events = POLLIN};
  }
  for (;;)
    if (poll(sockets, count, -1) > 0)
      for (int i = 0; i < count; i++)
        if (sockets[i].revents) (datagram[i] ? answer_datagram : answer_stream)(sockets[i].fd);
}

/* ---- the prober ---- */

static struct probe { char key[32]; int protocol, socket, patience, waiting; long long deadline; } probes[PENDING];
static int pending, own_namespace, last_identifier;

static long long now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000LL + t.tv_nsec / 1000000;
}

static const char *error_name(int error) { return strerrorname_np(error); }

/*
 * As above, for an error that comes later. That nobody answers for an address is known to the kernel three seconds
 * after *anybody* asked for it; a program that has just begun to ask sees either, so it counts as no answer.
 */
static const char *late_error_name(int error) { return error == EHOSTUNREACH ? "timeout" : error_name(error); }

/* A socket stays in the namespace in which it was made. */
static int socket_in(int pid, int family, int type, int protocol) {
  char path[64];
  snprintf(path, sizeof path, "/proc/%d/ns/net", pid);
  int namespace = pid ? open(path, O_RDONLY | O_CLOEXEC) : own_namespace;
  if (namespace < 0 || setns(namespace, CLONE_NEWNET)) { if (namespace >= 0) close(namespace); return -1; }
  int s = socket(family, type | SOCK_NONBLOCK | SOCK_CLOEXEC, protocol), error = errno;
  setns(own_namespace, CLONE_NEWNET);
  if (pid) close(namespace);
  errno = error;
  return s;
}

static size_t from_hex(const char *hex, unsigned char *bytes, size_t room) {
  size_t n = 0;
  for (; n < room && isxdigit(hex[2 * n]) && isxdigit(hex[2 * n + 1]); n++) sscanf(hex + 2 * n, "%2hhx", bytes + n);
  return n;
}

static int send_echo(struct probe *p, const struct sockaddr *to, socklen_t length) {
  struct icmphdr echo = {.type = ICMP_ECHO, .un.echo = {htons(++last_identifier), htons(1)}};
  unsigned sum = 0;
  for (size_t i = 0; i < sizeof echo / 2; i++) sum += ((unsigned short *)&echo)[i];
  echo.checksum = ~((sum & 0xffff) + (sum >> 16));
  p->waiting = echo.un.echo.id;
  int yes = 1;
  setsockopt(p->socket, SOL_SOCKET, SO_BROADCAST, &yes, sizeof yes);
  return sendto(p->socket, &echo, sizeof echo, 0, to, length) < 0 ? -1 : 0;
}

/* Starts a probe. Returns what is already known: an errno's name, or null when the answer is still to come. */
static const char *start(struct probe *p, int pid, const char *address, int port, const char *payload) {
  struct sockaddr_in v4 = {.sin_family = AF_INET, .sin_port = htons(port)};
  struct sockaddr_in6 v6 = {.sin6_family = AF_INET6, .sin6_port = htons(port)};
  int is4 = inet_pton(AF_INET, address, &v4.sin_addr) == 1;
  if (!is4 && inet_pton(AF_INET6, address, &v6.sin6_addr) != 1) return "EINVAL";
  const struct sockaddr *to = is4 ? (struct sockaddr *)&v4 : (struct sockaddr *)&v6;
  socklen_t length = is4 ? sizeof v4 : sizeof v6;
  int icmp = p->protocol == IPPROTO_ICMP, type = icmp ? SOCK_RAW : p->protocol == IPPROTO_TCP ? SOCK_STREAM : SOCK_DGRAM;
  p->socket = socket_in(pid, is4 ? AF_INET : AF_INET6, type, icmp ? IPPROTO_ICMP : 0);
  if (p->socket < 0) return error_name(errno);
  if (icmp) return send_echo(p, to, length) ? error_name(errno) : NULL;
  if (connect(p->socket, to, length) && errno != EINPROGRESS) return error_name(errno);
  if (type == SOCK_STREAM) return NULL;
  unsigned char bytes[DATAGRAM] = "?";
  size_t n = from_hex(payload, bytes, sizeof bytes);
  return send(p->socket, bytes, n ? n : 1, 0) < 0 ? error_name(errno) : NULL;
}

static void finish(int i, const char *result) {
  printf("%s %s\n", probes[i].key, result);
  if (probes[i].socket >= 0) close(probes[i].socket);
  probes[i] = probes[--pending];
}

static void finish_with(int i, const unsigned char *bytes, int n) {
  char hex[3 + 2 * DATAGRAM + 1] = "ok ";
  for (int k = 0; k < n; k++) sprintf(hex + 3 + 2 * k, "%02x", bytes[k]);
  finish(i, hex);
}

static void progress(int i) {
  struct probe *p = probes + i;
  unsigned char bytes[DATAGRAM];
  if (p->protocol == IPPROTO_TCP && !p->waiting) {
    int error = 0;
    socklen_t length = sizeof error;
    getsockopt(p->socket, SOL_SOCKET, SO_ERROR, &error, &length);
    if (error) { finish(i, late_error_name(error)); return; }
    p->waiting = 1;
    p->deadline = now() + p->patience;
    return;
  }
  int n = recv(p->socket, bytes, sizeof bytes, 0);
  if (n < 0) { if (errno != EAGAIN) finish(i, late_error_name(errno)); return; }
  if (p->protocol != IPPROTO_ICMP) { if (n) finish_with(i, bytes, n); else finish(i, "closed"); return; }
  struct icmphdr *reply = (struct icmphdr *)(bytes + 4 * (bytes[0] & 15));
  if (reply->type == ICMP_ECHOREPLY && reply->un.echo.id == p->waiting) finish_with(i, bytes, 0);
}

static void request(const char *line) {
  char protocol[8], address[64], payload[LINE] = "";
  int pid, port;
  struct probe *p = probes + pending;
  if (sscanf(line, "%31s %d %7s %63s %d %d %4095s", p->key, &pid, protocol, address, &port, &p->patience, payload) < 6)
    return;
  p->protocol = *protocol == 't' ? IPPROTO_TCP : *protocol == 'u' ? IPPROTO_UDP : IPPROTO_ICMP;
  p->deadline = now() + p->patience;
  p->socket = -1;
  p->waiting = 0;
  const char *result = start(p, pid, address, port, payload);
  pending++;
  if (result) finish(pending - 1, result);
}

static int probe(void) {
  static char input[LINE];
  size_t held = 0;
  signal(SIGCHLD, SIG_IGN);
  signal(SIGPIPE, SIG_IGN);
  own_namespace = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
  for (;;) {
    struct pollfd files[PENDING + 1];
    long long patience = 1 << 30;
    for (int i = 0; i < pending; i++) {
      int connecting = probes[i].protocol == IPPROTO_TCP && !probes[i].waiting;
      files[i + 1] = (struct pollfd){.fd = probes[i].socket, .events = connecting ? POLLOUT : POLLIN};
      if (probes[i].deadline - now() < patience) patience = probes[i].deadline - now();
    }
    int polled = pending;
    files[0] = (struct pollfd){.fd = pending < PENDING ? 0 : -1, .events = POLLIN};
    if (poll(files, polled + 1, patience < 0 ? 0 : (int)patience) < 0 && errno != EINTR) return 1;
    /* From the last to the first: finishing one moves the last into its place. */
    for (int i = polled - 1; i >= 0; i--) {
      if (files[i + 1].revents) progress(i);
      else if (probes[i].deadline <= now())
        finish(i, probes[i].protocol == IPPROTO_TCP && probes[i].waiting ? "connected" : "timeout");
    }
    if (files[0].revents) {
      ssize_t n = read(0, input + held, sizeof input - 1 - held);
      if (n <= 0) return 0;
      held += n;
      input[held] = 0;
    }
    char *line = input, *end;
    for (; pending < PENDING && (end = strchr(line, '\n')); line = end + 1) { *end = 0; request(line); }
    held -= line - input;
    memmove(input, line, held + 1);
    fflush(stdout);
  }
}

int main(int count, char **arguments) {
  if (count == 1) return probe();
  return strcmp(arguments[1], "serve") ? 2 : serve(count - 2, arguments + 2);
}
