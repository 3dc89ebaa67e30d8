#include <stepgrad/course/sandbox.hpp>

#include <atomic>
#include <chrono>
#include <set>

#include <fmt/format.h>
#include <unistd.h>

#include <stepgrad/base/process.hpp>

namespace stepgrad {
namespace {

namespace fs = std::filesystem;
using Words = std::vector<std::string>;

constexpr unsigned most_processes = 64;

// A sanitizer takes terabytes of addresses, so that memory cannot be limited, and looks into /proc
// for its stack.
#ifdef __SANITIZE_ADDRESS__
constexpr bool has_sanitizer = true;
#else
constexpr bool has_sanitizer = false;
#endif

void append(Words& words, const Words& more) {
  words.insert(words.end(), more.begin(), more.end());
}

/// Under a shell that has set the limits. bash calls the number of processes -u, dash -p.
Words limited(const Allowance& allowance, bool processes) {
  const unsigned kilobytes = allowance.megabytes * 1024;
  const unsigned blocks = allowance.file_megabytes * 2048;
  std::string limits =
      fmt::format("ulimit -c 0; ulimit -t {}; ulimit -f {}; ", allowance.seconds, blocks);
  if (!has_sanitizer) limits += fmt::format("ulimit -v {}; ", kilobytes);
  if (processes)
    limits += fmt::format("ulimit -u {0} 2>/dev/null || ulimit -p {0}; ", most_processes);
  return {"sh", "-c", limits + "exec \"$@\"", "sh"};
}

/// What a compiler needs of a Unix system, if it is there. On most of today's, /bin and /lib are
/// links into /usr.
Words of_system() {
  Words words{"--ro-bind", "/usr", "/usr"};
  for (const char* place : {"/bin", "/sbin", "/lib", "/lib32", "/lib64"})
    if (fs::is_symlink(place))
      append(words, {"--symlink", fs::read_symlink(place), place});
    else
      append(words, {"--ro-bind-try", place, place});
  append(words, {"--perms", "0755", "--dir", "/etc"});
  for (const char* place : {"/etc/alternatives", "/etc/ld.so.cache", "/nix/store", "/opt/homebrew"})
    append(words, {"--ro-bind-try", place, place});
  append(words, {"--dev", "/dev", "--perms", "1777", "--size", "268435456", "--tmpfs", "/tmp"});
  return words;
}

/// The folders above these paths, which everybody may pass through.
Words above(const View& view) {
  std::set<fs::path> folders;
  for (const auto* paths : {&view.read, &view.write})
    for (fs::path path : *paths)
      while ((path = path.parent_path()) != path.root_path()) folders.insert(path);
  Words words;
  for (const fs::path& folder : folders)
    if (folder != "/usr" && folder != "/tmp" && folder != "/etc")
      append(words, {"--perms", "0755", "--dir", folder.string()});
  return words;
}

/// For root, whom limits of processes do not bind, another user for each call.
Words as_nobody() {
  static std::atomic<unsigned> calls = 0;
  const std::string user = std::to_string(61'000 + calls++ % 4'000);
  return {"setpriv",
          "--reuid",
          user,
          "--regid",
          user,
          "--clear-groups",
          "--inh-caps=-all",
          "--bounding-set=-all",
          "--no-new-privs"};
}

/// Without /proc, where the files of other processes can be found; it is needed in tests alone.
Words closed(const View& view) {
  Words words{"bwrap",
              "--unshare-ipc",
              "--unshare-pid",
              "--unshare-net",
              "--unshare-uts",
              "--new-session",
              "--unshare-cgroup-try",
              "--die-with-parent",
              "--clearenv",
              "--setenv",
              "PATH",
              "/usr/bin:/bin:/usr/local/bin",
              "--setenv",
              "LC_ALL",
              "C"};
  const bool root = ::geteuid() == 0;
  if (!root) append(words, {"--unshare-user"});
  append(words, of_system());
  if (has_sanitizer) append(words, {"--proc", "/proc"});
  append(words, above(view));
  for (const fs::path& path : view.read) append(words, {"--ro-bind", path, path});
  for (const fs::path& path : view.write) append(words, {"--bind", path, path});
  append(words, {"--remount-ro", "/dev", "--remount-ro", "/", "--chdir", "/tmp", "--"});
  if (root) append(words, as_nobody());
  return words;
}

}  // namespace

Sandbox::Sandbox() {
  is_closed_ = true;
  Words words = confined({"true"}, {10, 1024, 1}, {});
  const std::string program = words[0];
  words.erase(words.begin());
  const Outcome outcome = run_program(program, words, "", std::chrono::seconds(20));
  is_closed_ = outcome.end == Outcome::End::finished && outcome.status == 0;
}

Words Sandbox::confined(const Words& words, const Allowance& allowance, const View& view) const {
  Words all;
  if (is_closed_) all = closed(view);
  append(all, limited(allowance, is_closed_));
  append(all, words);
  return all;
}

}  // namespace stepgrad
