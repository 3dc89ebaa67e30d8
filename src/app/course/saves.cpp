#include "app/course/saves.hpp"

#include <chrono>
#include <thread>
#include <utility>

#include <sys/stat.h>

namespace stepgrad::app {

using namespace std::chrono_literals;

Saves::Stamp Saves::stamp(const std::filesystem::path& file) {
  struct stat status {};
  if (::stat(file.c_str(), &status) != 0) return {};
#ifdef __APPLE__
  const timespec& when = status.st_mtimespec;
#else
  const timespec& when = status.st_mtim;
#endif
  return {true, status.st_ino, status.st_size, when.tv_sec, when.tv_nsec};
}

std::vector<Saves::Stamp> Saves::stamps() const {
  std::vector<Stamp> all;
  for (const std::filesystem::path& file : files_) all.push_back(stamp(file));
  return all;
}

void Saves::look_at(std::vector<std::filesystem::path> files) {
  files_ = std::move(files);
  seen_ = stamps();
}

bool Saves::have_come_to_rest() const {
  std::vector<Stamp> now = stamps();
  if (now == seen_) return false;
  for (std::vector<Stamp> before; now != before;) {
    before = now;
    std::this_thread::sleep_for(50ms);
    now = stamps();
  }
  return now != seen_;
}

}  // namespace stepgrad::app
