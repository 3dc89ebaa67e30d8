// CSV files as they come: with and without headers, in every dialect, and broken in every way.
#include <cmath>
#include <limits>

#include <stepgrad/data/csv.hpp>
#include <stepgrad/data/generators.hpp>

#include "catch.hpp"
#include "error_text.hpp"
#include "workplace.hpp"

using namespace stepgrad;
using Names = std::vector<std::string>;
using Classes = std::vector<int>;

namespace {

Dataset parse(const std::string& text, const CsvOptions& options = {}) {
  return parse_csv(text, "t.csv", options);
}

const Matrix<double> two_by_two = (Matrix<double>(2, 2) << 1, 3, 2, 4).finished();

}  // namespace

TEST_CASE("the same table in every dialect is the same data set", "[csv]") {
  for (const char* text : {
           "a,b,kind\n1,2,cat\n3,4,dog\n",
           "a,b,kind\n1,2,cat\n3,4,dog",
           "a,b,kind\r\n1,2,cat\r\n3,4,dog\r\n",
           "a;b;kind\n1;2;cat\n3;4;dog\n",
           "a;b;kind\n1,0;+2;cat\n3;\"0,4e1\";dog\n",
           "a\tb\tkind\n1\t2\tcat\n3\t4\tdog\n",
           "\xef\xbb\xbf"
           "a,b,kind\n1,2,cat\n3,4,dog\n",
           "\"a\",\"b\",\"kind\"\n\"1\",\"2\",\"cat\"\n3,4,\"dog\"\n",
           "a, b, kind\n 1, 2 , cat\n3,\t4,dog \n",
           "\n\na,b,kind\n1,2,cat\n\n3,4,dog\n\n",
           "a,b,kind\n+1,2.0,cat\n3e0,.4e1,dog\n",
       }) {
    INFO(text);
    const Dataset data = parse(text);
    CHECK(data.inputs == two_by_two);
    CHECK(data.labels == Classes{0, 1});
    CHECK(data.class_names == Names{"cat", "dog"});
    CHECK(data.feature_names == Names{"a", "b"});
  }
}

TEST_CASE("without a header the columns are numbered", "[csv]") {
  const Dataset data = parse("1,2,cat\n3,4,dog\n");
  CHECK(data.inputs == two_by_two);
  CHECK(data.feature_names == Names{"x1", "x2"});
  CHECK(parse("1,2,3\n4,5,6\n", {.header = true}).samples() == 1);
  CHECK(parse("1,2,3\n4,5,6\n", {.header = false}).samples() == 2);
}

TEST_CASE("a field in quotes may hold delimiters, line ends and quotes", "[csv]") {
  const Dataset data = parse("\"width, in\ncm\",kind\n1,\"a \"\"b\"\"\"\n2,\";\"\n");
  CHECK(data.feature_names == Names{"width, in\ncm"});
  CHECK(data.class_names == Names{";", "a \"b\""});
}

TEST_CASE("the label stands in the column that is named, numbered, or last", "[csv]") {
  const std::string text = "kind,a,b\ncat,1,2\ndog,3,4\n";
  for (const char* label : {"kind", "1"}) {
    const Dataset data = parse(text, {.label = label});
    CHECK(data.inputs == two_by_two);
    CHECK(data.class_names == Names{"cat", "dog"});
  }
  CHECK(error_of([&] { parse(text, {.label = "kins"}); }) ==
        "there is no column 'kins'\n  t.csv, line 1\ndid you mean 'kind'?");
  CHECK(error_of([&] { parse(text, {.label = "4"}); }) ==
        "there is no column '4'\n  t.csv, line 1\n"
        "Name one of the header, or give a number from 1 to 3.");
}

TEST_CASE("labels are classes if they are words or a few whole numbers, else targets", "[csv]") {
  const Dataset digits = parse("0.5,10\n1.5,9\n2.5,10\n3.5,9.0\n");
  CHECK(digits.class_names == Names{"9", "10"});
  CHECK(digits.labels == Classes{1, 0, 1, 0});
  const Dataset prices = parse("size,price\n1,100\n2,250\n3,990\n");
  CHECK(prices.classes() == 0);
  CHECK(prices.targets == (Matrix<double>(1, 3) << 100, 250, 990).finished());
  CHECK(prices.target_names == Names{"price"});
  CHECK(parse("1,2\n3,4\n", {.labels = Labels::classes}).class_names == Names{"2", "4"});
  CHECK(parse("1,7\n3,7\n5,7\n", {.labels = Labels::numbers}).targets.cols() == 3);
  const Dataset unlabelled = parse("1,2\n3,4\n", {.labels = Labels::none});
  CHECK(unlabelled.inputs == two_by_two);
  CHECK(unlabelled.labels.empty());
}

TEST_CASE("a model's classes are kept in its order, and no others are let in", "[csv]") {
  const CsvOptions model{.class_names = {"dog", "cat", "bird"}};
  const Dataset data = parse("1,cat\n2,dog\n", model);
  CHECK(data.labels == Classes{1, 0});
  CHECK(data.classes() == 3);
  CHECK(error_of([&] { parse("1,cat\n2,brid\n", model); }) ==
        "'brid' is not one of the classes\n  t.csv, line 2, column 2\ndid you mean 'bird'?");
}

TEST_CASE("a model's features are found by their names, wherever they stand", "[csv]") {
  const CsvOptions model{
      .class_names = {"cat", "dog"}, .feature_names = {"a", "b"}, .label_name = "kind"};
  for (const char* text : {
           "a,b,kind\n1,2,cat\n3,4,dog\n", "kind,b,a\ncat,2,1\ndog,4,3\n",
           "id,b,note,a,kind\n7,2,hello,1,cat\n8,4,?,3,dog\n",
           "b,a,sort\n2,1,cat\n4,3,dog\n",  // the last column is the label, whatever its name
           "1,2,cat\n3,4,dog\n",            // no names: in this order
       }) {
    INFO(text);
    const Dataset data = parse(text, model);
    CHECK(data.inputs == two_by_two);
    CHECK(data.labels == Classes{0, 1});
  }
  for (const char* text : {"a,b\n1,2\n3,4\n", "1,2\n3,4\n", "id,b,a\n7,2,1\n8,4,3\n"}) {
    INFO(text);
    CHECK(parse(text, model).inputs == two_by_two);
    CHECK(parse(text, model).labels.empty());
  }
  CHECK(error_of([&] { parse("a,width,kind\n1,2,cat\n", model); }) ==
        "there is no column 'b'\n  t.csv, line 1\nThe model takes a and b.");
  CHECK(error_of([&] { parse("lenght,kind\n1,cat\n", {.feature_names = {"length"}}); }) ==
        "there is no column 'length'\n  t.csv, line 1\n"
        "The model takes length. Is it 'lenght' here?");
}

TEST_CASE("columns have names of their own, also where the header gives none", "[csv]") {
  const Dataset data = parse("a,a,,kind\n1,2,3,cat\n4,5,6,dog\n");
  CHECK(data.feature_names == Names{"a", "a (column 2)", "column 3"});
  CHECK(data.label_name == "kind");
}

TEST_CASE("scikit-learn's first line gives the classes their names", "[csv]") {
  const Dataset data = parse("3,2,red,green,blue\n1,2,0\n3,4,2\n5,6,2\n");
  CHECK(data.samples() == 3);
  CHECK(data.features() == 2);
  CHECK(data.class_names == Names{"red", "green", "blue"});
  CHECK(data.labels == Classes{0, 2, 2});
}

TEST_CASE("a broken file is refused with the place and the way to mend it", "[csv]") {
  struct Row {
    std::string text, error;
  };
  const std::string of_shape = "a,b,kind\n1,2,cat\n";
  for (const Row& row : std::vector<Row>{
           {"", "the file is empty\n  t.csv\nA line for each sample is wanted."},
           {"\n\n", "the file is empty\n  t.csv\nA line for each sample is wanted."},
           {"a,b\n", "a header and no samples\n  t.csv\nA line for each sample is wanted."},
           {"1\n2\n",
            "there is but one column\n  t.csv, line 1\n"
            "Columns are set apart by commas, semicolons or tabs."},
           {of_shape + "3,,dog\n",
            "a value is missing\n  t.csv, line 3, column 2 (b)\n"
            "Fill it in, or leave the line out."},
           {of_shape + "3,?,dog\n",
            "a value is missing\n  t.csv, line 3, column 2 (b)\n"
            "Fill it in, or leave the line out."},
           {of_shape + "3,4,\n",
            "a value is missing\n  t.csv, line 3, column 3 (kind)\n"
            "Fill it in, or leave the line out. Does every line end with a delimiter? "
            "Take those away."},
           {of_shape + "3,4,dog,\n",
            "4 columns where the first line has 3\n  t.csv, line 3, column 4\n"
            "Take the delimiter at the end of the line away."},
           {of_shape + "None,4,dog\n",
            "'None' is not a number\n  t.csv, line 3, column 1 (a)\n"
            "Is the value missing? Fill it in, or leave the line out."},
           {of_shape + "\"1,200.5\",4,dog\n",
            "'1,200.5' is not a number\n  t.csv, line 3, column 1 (a)\n"
            "Leave the commas between thousands out."},
           {"kind of,a\ncat,1\n",
            "'cat' is not a number\n  t.csv, line 2, column 1 (kind of)\n"
            "A feature is a number: give each word a number, or a column of 0 and 1. "
            "Or is it to be predicted? Then say --label 1."},
           {of_shape + "3,4\n",
            "2 columns where the first line has 3\n  t.csv, line 3, column 3 (kind)\n"
            "Complete the line, or leave it out."},
           {of_shape + "3,4,dog,5\n",
            "4 columns where the first line has 3\n  t.csv, line 3, column 4\n"
            "A text with the delimiter in it wants quotes around it."},
           {of_shape + "3,four,dog\n",
            "'four' is not a number\n  t.csv, line 3, column 2 (b)\n"
            "A feature is a number: give each word a number, or a column of 0 and 1. "
            "Or is it to be predicted? Then say --label b."},
           {"1,2,cat\n3,0x10,dog\n",
            "'0x10' is not a number\n  t.csv, line 2, column 2\n"
            "A feature is a number: give each word a number, or a column of 0 and 1. "
            "Or is it to be predicted? Then say --label 2."},
           {"1,two,3,cat\n3,4,5,dog\n",
            "'two' is not a number\n  t.csv, line 1, column 2\n"
            "If line 1 is a header, say so; else write a number."},
           {"a,b,kind\n\"1,5\",2,cat\n",
            "'1,5' is not a number\n  t.csv, line 2, column 1 (a)\n"
            "Write a decimal point: 1.5, not 1,5."},
           {of_shape + "1e400,4,dog\n",
            "'1e400' is too large for a double\n  t.csv, line 3, column 1 (a)\n"
            "The largest is about 1.8e308."},
           {of_shape + "3,-inf,dog\n",
            "'-inf' is not finite\n  t.csv, line 3, column 2 (b)\nWrite a number."},
           {of_shape + "3,4,\"dog\n5,6,cat\n",
            "a quote that is never closed\n  t.csv, line 3\n"
            "Close it, or write a quote within quotes twice: \"\"."},
           {of_shape + "3,4,\"dog\"s\n",
            "text behind the closed quote of column 3\n  t.csv, line 3\n"
            "Write a quote within quotes twice: \"\"."},
           {of_shape + std::string("3,\0,dog\n", 8),
            "this is not text\n  t.csv, line 3\nA CSV file is wanted."},
           {"\xff\xfe"
            "a",
            "this is UTF-16\n  t.csv, line 1\nSave it as UTF-8."},
           {of_shape + "3,4,K\xe4"
                       "fer\n",
            "column 3 is not UTF-8\n  t.csv, line 3\n"
            "Save the file as UTF-8; it may be Latin-1, or no text at all."},
       }) {
    INFO(row.text);
    CHECK(error_of([&] { parse(row.text); }) == row.error);
  }
}

TEST_CASE("lines are counted as an editor counts them", "[csv]") {
  const std::string text = "a,kind\n\n1,\"two\nlines\"\r\n\r\n2,\n";
  CHECK(error_of([&] { parse(text); }).find("line 6, column 2 (kind)") != std::string::npos);
}

TEST_CASE("files without end are refused before they fill the memory", "[csv]") {
  const std::string a_lot(100'000, 'x');
  CHECK(error_of([&] { parse("1," + a_lot); }).find("column 2 is longer than 65536 bytes") == 0);
  CHECK(error_of([&] { parse("1,\"" + a_lot); }).find("column 2 is longer than 65536 bytes") == 0);
  CHECK(error_of([] {
          parse(std::string(1'100'000, ','));
        }).find("a line of more than 1048576 columns") == 0);
  std::string many;
  for (int i = 0; i < 1002; ++i) many += "1,c" + std::to_string(i) + "\n";
  CHECK(error_of([&] { parse(many); }).find("more than 1000 classes in column 2") == 0);
}

TEST_CASE("numbers are written so that they read back bit for bit", "[csv]") {
  for (const Generator& generator : generators()) {
    INFO(generator.name);
    const Dataset data = make(generator.name, {.samples = 40});
    const Dataset back = parse(csv(data));
    CHECK(back.inputs == data.inputs);
    CHECK(back.targets == data.targets);
    CHECK(back.labels == data.labels);
    CHECK(back.class_names == data.class_names);
    CHECK(back.feature_names == data.feature_names);
    CHECK(back.target_names == data.target_names);
  }
}

TEST_CASE("a file is read as its text is", "[csv]") {
  const test::Workplace place;
  std::string text = "a,b,kind\n";  // larger than the buffer
  for (int i = 0; i < 20'000; ++i)
    text += std::to_string(i) + ",0.25," + (i % 3 ? "x" : "y\r") + "\n";
  write_file(place / "t.csv", text);
  const Dataset data = read_csv(place / "t.csv");
  CHECK(data.samples() == 20'000);
  CHECK(data.inputs == parse(text).inputs);
  CHECK(data.inputs.row(0).sum() == 20'000 * 19'999 / 2);
  CHECK(data.class_names == Names{"x", "y"});
  CHECK(error_of([&] { read_csv(place / "none.csv"); }) ==
        "cannot read '" + (place / "none.csv") +
            "': there is no such file\n"
            "Is the path right? It is taken from the current directory.");
  CHECK(error_of([&] { read_csv(place / "."); }).find("it is a directory") != std::string::npos);
}
