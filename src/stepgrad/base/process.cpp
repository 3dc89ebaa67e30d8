#include <stepgrad/base/process.hpp>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <memory>
#include <optional>
#include <thread>

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#ifdef __APPLE__
#include <mach-o/dyld.h>
#endif

#include <stepgrad/base/error.hpp>

extern char** environ;  // NOLINT(readability-redundant-declaration): not declared everywhere

namespace stepgrad {
namespace {

/// A file without a name in the system's directory for such (TMPDIR, else /tmp), or null.
std::FILE* nameless_file() {
  std::error_code error;
  std::string path = std::filesystem::temp_directory_path(error) / "stepgrad-XXXXXX";
  const int descriptor = error ? -1 : ::mkostemp(path.data(), O_CLOEXEC);
  if (descriptor < 0) return nullptr;
  ::unlink(path.c_str());
  return ::fdopen(descriptor, "w+b");
}

/// A file without a name, gone when it is closed.
class TemporaryFile {
 public:
  explicit TemporaryFile(std::string_view content = "") : file_(nameless_file(), std::fclose) {
    const bool written =
        file_ && std::fwrite(content.data(), 1, content.size(), file_.get()) == content.size() &&
        std::fflush(file_.get()) == 0;
    if (!written)
      throw Error(fmt::format("cannot write a temporary file: {}", std::strerror(errno)), "",
                  "Is the disk full? Another place for such files is TMPDIR=DIRECTORY.",
                  Fault::machine);
    std::rewind(file_.get());
  }

  int descriptor() const { return ::fileno(file_.get()); }

  std::string content() const {
    std::fseek(file_.get(), 0, SEEK_END);
    std::string text(static_cast<std::size_t>(std::max(0L, std::ftell(file_.get()))), '\0');
    std::rewind(file_.get());
    text.resize(std::fread(text.data(), 1, text.size(), file_.get()));
    return text;
  }

 private:
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> file_;
};

/// What a new process begins with: its three standard files, and a process group of its own.
class Beginning {
 public:
  Beginning(const TemporaryFile& in, const TemporaryFile& out, const TemporaryFile& err) {
    ::posix_spawn_file_actions_init(&files);
    ::posix_spawn_file_actions_adddup2(&files, in.descriptor(), STDIN_FILENO);
    ::posix_spawn_file_actions_adddup2(&files, out.descriptor(), STDOUT_FILENO);
    ::posix_spawn_file_actions_adddup2(&files, err.descriptor(), STDERR_FILENO);
    ::posix_spawnattr_init(&attributes);
    ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
    ::posix_spawnattr_setpgroup(&attributes, 0);
  }
  ~Beginning() {
    ::posix_spawn_file_actions_destroy(&files);
    ::posix_spawnattr_destroy(&attributes);
  }
  Beginning(const Beginning&) = delete;
  Beginning& operator=(const Beginning&) = delete;

  posix_spawn_file_actions_t files;
  posix_spawnattr_t attributes;
};

/// The process, or nothing if there is no such program.
std::optional<pid_t> start(const std::string& program, const std::vector<std::string>& arguments,
                           const Beginning& beginning) {
  std::vector<std::string> words = arguments;
  words.insert(words.begin(), program);
  std::vector<char*> argv;
  argv.reserve(words.size() + 1);
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);

  pid_t process;
  const int error = ::posix_spawnp(&process, program.c_str(), &beginning.files,
                                   &beginning.attributes, argv.data(), environ);
  if (error == ENOENT) return std::nullopt;
  if (error != 0)
    throw Error(fmt::format("cannot start '{}': {}", program, std::strerror(error)), "",
                fmt::format("Does '{}' run when you type it?", program), Fault::machine);
  return process;
}

using End = Outcome::End;

/// How the process ended; `status` becomes what waitpid says of one that ended by itself.
End wait_for(pid_t process, std::chrono::milliseconds limit, const std::function<bool()>& wanted,
             int& status) {
  using Clock = std::chrono::steady_clock;
  const Clock::time_point end = Clock::now() + limit;
  std::chrono::milliseconds pause{1};
  End why = End::finished;
  while (why == End::finished) {
    const pid_t ended = ::waitpid(process, &status, WNOHANG);
    const bool gone = ended < 0 && errno != EINTR;  // somebody else has waited for it
    if (ended == process || gone) return End::finished;
    if (Clock::now() >= end) why = End::too_late;
    if (wanted && !wanted()) why = End::unwanted;
    std::this_thread::sleep_for(pause);
    pause = std::min(pause * 2, std::chrono::milliseconds(20));
  }
  ::kill(-process, SIGKILL);
  while (::waitpid(process, &status, 0) < 0 && errno == EINTR) {
  }
  return why;
}

}  // namespace

Outcome run_program(const std::string& program, const std::vector<std::string>& arguments,
                    std::string_view input, std::chrono::milliseconds limit,
                    const std::function<bool()>& wanted) {
  const TemporaryFile in(input), out, err;
  const auto process = start(program, arguments, Beginning(in, out, err));
  if (!process) return {Outcome::End::not_found, 0, "", ""};
  int status = 0;
  const End end = wait_for(*process, limit, wanted, status);
  if (end != End::finished) return {end, 0, out.content(), err.content()};
  const int exit = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return {end, exit, out.content(), err.content()};
}

std::filesystem::path program_path() {
  std::error_code error;
#ifdef __APPLE__
  std::string path(4096, '\0');
  auto size = static_cast<std::uint32_t>(path.size());
  if (::_NSGetExecutablePath(path.data(), &size) != 0)
    error = std::make_error_code(std::errc::filename_too_long);
  const std::filesystem::path found = path.c_str();
#else
  const std::filesystem::path found = std::filesystem::read_symlink("/proc/self/exe", error);
#endif
  if (error)
    throw Error(fmt::format("the system does not say where this program lies: {}", error.message()),
                "", "Set STEPGRAD_CHECKOUT to stepgrad's checkout.", Fault::machine);
  return std::filesystem::canonical(found);
}

}  // namespace stepgrad
