// Configurations, and the tables that their words come from.
#include <algorithm>
#include <set>

#include <stepgrad/matrix/losses.hpp>
#include <stepgrad/matrix/optimisers.hpp>
#include <stepgrad/run/configuration.hpp>
#include <stepgrad/run/setup.hpp>

#include "catch.hpp"
#include "error_text.hpp"

using namespace stepgrad;

TEST_CASE("a configuration is read as it is written", "[run]") {
  Configuration configuration;
  configuration.loss = "hinge";
  configuration.rate = 0.1;
  configuration.batch_norm = true;
  configuration.data = "two\nlines\\n";
  configuration.without = {"a, b", "c\nd"};
  const Configuration again = read_configuration(written(configuration), "configuration.txt");
  CHECK(differences(configuration, again).empty());
  CHECK(differences(again, {}) ==
        std::vector<std::string>{"batch_norm", "data", "loss", "rate", "without"});
}

TEST_CASE("a word that is in no table is no setting", "[run]") {
  CHECK(error_of([] {
          read_configuration("optimiser = adm\n", "c.txt");
        }).starts_with("'optimiser = adm' is no setting\n  c.txt, line 1\n"));
}

TEST_CASE("every row of a table can be chosen, and says what it is", "[run]") {
  std::size_t rows = 0;
  const std::set<std::string> say_it_all{"activation", "header", "row_names", "transpose"};
  Configuration configuration;
  for_each_setting(configuration, [&](const std::string& name, auto&, const char*,
                                      const std::vector<Named>& choices) {
    for (const Named& choice : choices) {
      INFO(name << " = " << choice.name);
      CHECK_NOTHROW(read_configuration(name + " = " + choice.name + "\n", "c.txt"));
      CHECK((say_it_all.contains(name) || !choice.about.empty()));
      ++rows;
    }
  });
  CHECK(rows >= losses().size() + std::size(optimisers));
}

TEST_CASE("any sign may stand between columns, by itself or by its name", "[run]") {
  const auto delimiter = [](const std::string& word) {
    Reading reading;
    reading.delimiter = word;
    return csv_options(reading).delimiter;
  };
  for (const auto& [word, sign] : {std::pair{"auto", '\0'},
                                   {"comma", ','},
                                   {"tab", '\t'},
                                   {"\\t", '\t'},
                                   {"\t", '\t'},
                                   {"spaces", ' '},
                                   {" ", ' '},
                                   {"pipe", '|'},
                                   {":", ':'},
                                   {"^", '^'},
                                   {"~", '~'},
                                   {"-", '-'}})
    CHECK(delimiter(word) == sign);
  for (const char* word : {"x", "7", "\"", "\n", "\x01", "::", "¦", "xyz"}) {
    INFO(word);
    CHECK(error_of([&] { delimiter(word); }).starts_with("--delimiter cannot be '"));
  }
  CHECK(error_of([&] { delimiter("semicolons"); }).ends_with("did you mean 'semicolon'?"));
  Configuration asked;
  asked.delimiter = "\t";
  CHECK(read_configuration(written(asked), "c.txt").delimiter == "\t");
}

TEST_CASE("what was left open is decided by the rows", "[run]") {
  for (const auto& [data, loss, rate] :
       {std::tuple{"moons", "cross_entropy", 0.05}, {"linear", "mse", 0.01}}) {
    Configuration configuration;
    configuration.data = data;
    decide(configuration, load_data<float>(configuration));
    CHECK(configuration.loss == loss);
    CHECK(configuration.rate == rate);
    CHECK(configuration.epochs == 100);
  }
  Configuration configuration;
  configuration.loss = "mse";
  CHECK(error_of([&] { decide(configuration, load_data<float>(configuration)); }) ==
        "the loss mse does not suit classes\nFor classes: --loss cross_entropy or hinge.");
}
