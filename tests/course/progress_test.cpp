// Progress: nothing that a learner has done is lost, whatever happens to the file.
#include <stepgrad/course/progress.hpp>

#include <string>
#include <thread>
#include <vector>

#include <fmt/format.h>

#include "catch.hpp"
#include "workplace.hpp"

using namespace stepgrad;
using stepgrad::test::Workplace;

TEST_CASE("nothing is done where there is no file", "[progress]") {
  const Workplace place;
  const Progress progress(place / "progress.txt");
  CHECK_FALSE(progress.solved("01_derivative"));
  CHECK_FALSE(progress.finished("01_derivative"));
  CHECK(progress.hints("01_derivative") == 0);
  CHECK(progress.place("01_derivative") == 0);
  CHECK(progress.drill("best_streak") == 0);
  CHECK_FALSE(std::filesystem::exists(place / "progress.txt"));
}

TEST_CASE("what is set is there for the next program", "[progress]") {
  const Workplace place;
  const std::string file = place / "progress.txt";
  Progress writing(file);
  writing.set_solved("01_derivative");
  writing.set_hints("02_graph", 1);
  writing.set_hints("02_graph", 2);
  writing.set_place("03_partials", 12);
  writing.set_finished("03_partials");
  writing.set_drill("score", 0.1 + 0.2);

  const Progress reading(file);
  CHECK(reading.solved("01_derivative") == writing.solved("01_derivative"));
  CHECK(reading.solved("01_derivative").value().size() == 17);
  CHECK_FALSE(reading.solved("02_graph"));
  CHECK(reading.hints("02_graph") == 2);
  CHECK(reading.place("03_partials") == 12);
  CHECK(reading.finished("03_partials"));
  CHECK(reading.drill("score") == 0.1 + 0.2);
}

TEST_CASE("the first time something is solved is the one that is kept", "[progress]") {
  const Workplace place;
  write_file(place / "progress.txt", "solved 01_derivative 2001-02-03T04:05Z\n");
  Progress progress(place / "progress.txt");
  progress.set_solved("01_derivative");
  CHECK(progress.solved("01_derivative") == "2001-02-03T04:05Z");
}

TEST_CASE("two programs at once keep what the other has written", "[progress]") {
  const Workplace place;
  Progress lesson(place / "progress.txt"), watch(place / "progress.txt");
  watch.set_solved("01_derivative");
  lesson.set_place("02_graph", 3);
  watch.set_hints("02_graph", 1);
  const Progress after(place / "progress.txt");
  CHECK(after.solved("01_derivative"));
  CHECK(after.place("02_graph") == 3);
  CHECK(after.hints("02_graph") == 1);
}

TEST_CASE("lines of other kinds are kept as they are", "[progress]") {
  const Workplace place;
  const std::string others = "# my notes\nbadge gold 3 stars\n\n  indented\n";
  write_file(place / "progress.txt", others);
  Progress progress(place / "progress.txt");
  progress.set_place("01_derivative", 1);
  CHECK(read_file(place / "progress.txt") == others + "place 01_derivative 1\n");
}

TEST_CASE("damaged lines are told of, set aside and never lost", "[progress]") {
  const std::string damaged[] = {"place 01_derivative three",
                                 "place 01_derivative -1",
                                 "place 01_derivative 99999999999999999999",
                                 "place 01_derivative",
                                 "hints 01_derivative 1 2",
                                 "solved",
                                 "solved 01_derivative yesterday",
                                 "solved 01_derivative 2001-02-03T04:0",
                                 "drill best_streak many",
                                 std::string("garbage \0 here", 14),
                                 "caf\xe9"};
  for (const std::string& line : damaged) {
    INFO(line);
    const Workplace place;
    write_file(place / "progress.txt", "place 02_graph 7\n" + line + "\nhints 02_graph 2");
    std::string told;
    const auto tell = [&](const std::string& said) { told += said; };
    Progress progress(place / "progress.txt", tell);
    CHECK(told == "progress.txt: line 2 could not be read and is set aside; all others count.");
    CHECK(progress.place("02_graph") == 7);
    CHECK(progress.place("01_derivative") == 0);
    CHECK_FALSE(progress.solved("01_derivative"));
    progress.set_place("02_graph", 8);
    const std::string kept = read_file(place / "progress.txt");
    CHECK(kept.find("# not understood: ") != std::string::npos);
    told = "";
    const Progress again(place / "progress.txt", tell);
    CHECK(told == "");
    CHECK(again.place("02_graph") == 8);
    CHECK(again.hints("02_graph") == 2);
  }
}

TEST_CASE("a file that has been on Windows is read", "[progress]") {
  const Workplace place;
  write_file(place / "progress.txt", "place 02_graph 7\r\nhints 02_graph 2\r\n");
  const Progress progress(place / "progress.txt");
  CHECK(progress.place("02_graph") == 7);
  CHECK(progress.hints("02_graph") == 2);
}

TEST_CASE("where nothing can be written progress holds while the program runs, and says so once",
          "[progress]") {
  const Workplace place;
  write_file(place / "a file", "");
  int told = 0;
  Progress progress(std::filesystem::path(place / "a file") / "progress.txt",
                    [&](const std::string& said) {
                      CHECK(said.starts_with("your progress is not kept: cannot write "));
                      ++told;
                    });
  CHECK(progress.is_kept());
  progress.set_place("02_graph", 3);
  progress.set_hints("02_graph", 1);
  CHECK_FALSE(progress.is_kept());
  CHECK(progress.place("02_graph") == 3);
  CHECK(progress.hints("02_graph") == 1);
  CHECK(told == 1);
}

TEST_CASE("many programs that write at once lose nothing", "[progress]") {
  const Workplace place;
  std::vector<std::thread> programs;
  for (int program = 0; program < 8; ++program)
    programs.emplace_back([&, program] {
      for (int lesson = 0; lesson < 10; ++lesson)
        Progress(place / "progress.txt")
            .set_place(fmt::format("{}_{}", program, lesson), static_cast<std::size_t>(lesson + 1));
    });
  for (std::thread& program : programs) program.join();
  const Progress after(place / "progress.txt");
  for (int program = 0; program < 8; ++program)
    for (int lesson = 0; lesson < 10; ++lesson)
      CHECK(after.place(fmt::format("{}_{}", program, lesson)) ==
            static_cast<std::size_t>(lesson + 1));
}
