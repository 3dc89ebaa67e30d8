// In the place of what starts other programs: the browser has none, and says so of each.
#include <cerrno>

#include <spawn.h>

int posix_spawnp(pid_t*, const char*, const posix_spawn_file_actions_t*, const posix_spawnattr_t*,
                 char* const*, char* const*) {
  return ENOENT;
}
