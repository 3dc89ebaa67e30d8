// CSV files as they come: with and without headers, in every dialect, and broken in every way.
#include <cmath>
#include <limits>

#include <stepgrad/data/csv.hpp>
#include <stepgrad/data/csv_numbers.hpp>
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
           "a,\"b\",kind\n1, 2,\"cat\"\n\"3\",4, dog\n",
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
  const Dataset digits = parse("0.5,10\n1.5,9\n2.5,10\n3.5,9\n");
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
            "Columns are set apart by commas, semicolons, tabs, bars or blanks: "
            "--delimiter says by which."},
           {of_shape + "3,,dog\n",
            "a value is missing\n  t.csv, line 3, column 2 (b)\n"
            "1 of 2 lines has one: fill it in, or say --missing drop to leave out such lines, "
            "--missing mean to take the column's mean."},
           {of_shape + "3,?,dog\n",
            "a value is missing\n  t.csv, line 3, column 2 (b)\n"
            "1 of 2 lines has one: fill it in, or say --missing drop to leave out such lines, "
            "--missing mean to take the column's mean."},
           {of_shape + "3,4,\n",
            "a value is missing\n  t.csv, line 3, column 3 (kind)\n"
            "1 of 2 lines has one: fill it in, or say --missing drop to leave out such lines, "
            "--missing mean to take the column's mean. Does every line end with a delimiter? "
            "Take those away."},
           {of_shape + "3,4,dog,\n",
            "4 columns where the first line has 3\n  t.csv, line 3, column 4\n"
            "Take the delimiter at the end of the line away."},
           {of_shape + ",,\n",
            "a value is missing\n  t.csv, line 3, column 1 (a)\n"
            "1 of 2 lines has one: fill it in, or say --missing drop to leave out such lines, "
            "--missing mean to take the column's mean. "
            "Is that line empty but for delimiters? Take it away."},
           {of_shape + of_shape,
            "'a' is not a number\n  t.csv, line 3, column 1 (a)\n"
            "This line is the header once more: take it away."},
           {of_shape + "# end\n",
            "1 column where the first line has 3\n  t.csv, line 3, column 2 (b)\n"
            "A comment may only stand above the table: take it away."},
           {"Table 1\n\n" + of_shape,
            "there is one column, and then there are 3\n  t.csv, line 1\n"
            "Is it a title? Take away what stands above the table."},
           {of_shape + "None,4,dog\n",
            "'None' is not a number\n  t.csv, line 3, column 1 (a)\n"
            "Is the value missing? Fill it in, or write NA; --missing tells what becomes of it."},
           {of_shape + "\"1,200.5\",4,dog\n",
            "'1,200.5' is not a number\n  t.csv, line 3, column 1 (a)\n"
            "Leave the commas between thousands out: 1200.5; or say --decimal point."},
           {"kind of,a\ncat,1\n",
            "'cat' is not a number\n  t.csv, line 2, column 1 (kind of)\n"
            "A feature is a number. --words columns makes a column of 0 and 1 of every word, "
            "--without 1 leaves the column out; if it is to be predicted, say --label 1."},
           {of_shape + "3,4\n",
            "2 columns where the first line has 3\n  t.csv, line 3, column 3 (kind)\n"
            "Complete the line, or leave it out."},
           {of_shape + "3,4,dog,5\n",
            "4 columns where the first line has 3\n  t.csv, line 3, column 4\n"
            "A text with the delimiter in it wants quotes around it."},
           {of_shape + "3,four,dog\n",
            "'four' is not a number\n  t.csv, line 3, column 2 (b)\n"
            "A feature is a number. --words columns makes a column of 0 and 1 of every word, "
            "--without b leaves the column out; if it is to be predicted, say --label b."},
           {"1,2,cat\n3,0x10,dog\n",
            "'0x10' is not a number\n  t.csv, line 2, column 2\n"
            "A feature is a number. --words columns makes a column of 0 and 1 of every word, "
            "--without 2 leaves the column out; if it is to be predicted, say --label 2."},
           {"1,two,3,cat\n3,4,5,dog\n",
            "'two' is not a number\n  t.csv, line 1, column 2\n"
            "If line 1 names the columns, say --header yes. A feature is a number. --words columns "
            "makes a column of 0 and 1 of every word, --without 2 leaves the column out; if it is "
            "to be predicted, say --label 2."},
           {"a,b,kind\n\"1,5\",2,cat\n",
            "'1,5' is not a number\n  t.csv, line 2, column 1 (a)\n"
            "Write a decimal point: 1.5, not 1,5; or say --decimal comma."},
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

TEST_CASE("what is nearly a number is refused with the number that it nearly is", "[csv]") {
  struct Row {
    std::string field, advice;
  };
  for (const Row& row : std::vector<Row>{
           {"\"1,100\"",
            "Leave the commas between thousands out: 1100; or say --decimal point. If the comma is "
            "decimal, say --decimal comma."},
           {"\"12,345,678\"",
            "Leave the commas between thousands out: 12345678; or say --decimal point."},
           {"\"1.250,5\"", "Write 1250.5, or say --decimal comma."},
           {"\"0,5\"", "Write a decimal point: 0.5, not 0,5; or say --decimal comma."},
           {"1 100", "Leave out what stands between the thousands: 1100."},
           {"1\u00a0100\u00a0000", "Leave out what stands between the thousands: 1100000."},
           {"1'100", "Leave out what stands between the thousands: 1100."},
           {"5%", "Leave '%' out: 5."},
           {"$0.095", "Leave '$' out: 0.095."},
           {"-3.5 °C", "Leave '°C' out: -3.5."},
           {"€ 12", "Leave '€' out: 12."},
           {"(5.2)", "Brackets make a number negative in bookkeeping: write -5.2."},
       }) {
    INFO(row.field);
    CHECK(error_of([&] {
            parse("a,b,kind\n1,2,cat\n" + row.field + ",4,dog\n");
          }).ends_with("is not a number\n  t.csv, line 3, column 1 (a)\n" + row.advice));
  }
}

TEST_CASE("numbers are read as it is said that they are written", "[csv]") {
  const auto first = [](const std::string& text, CsvOptions options) {
    options.labels = Labels::none;
    return parse(text, options).inputs(0, 0);
  };
  CHECK(first("a,b\n\u22121.008,2\n", {}) == -1.008);  // a true minus sign
  CHECK(first("a,b\n\"1,100\",2\n", {.decimal = '.'}) == 1100);
  CHECK(first("a,b\n\"1,100\",2\n", {.decimal = ','}) == 1.1);
  CHECK(first("a;b\n1.250,5;2\n", {.decimal = ','}) == 1250.5);
  CHECK(first("a;b\n1.250;2\n", {.decimal = ','}) == 1250);
  CHECK(first("a\tb\n0,5\t2\n", {}) == 0.5);
  CHECK(error_of([] { parse("a\tb\tk\n1,100\t2\tx\n"); }) ==
        "'1,100' may be 1.1 or 1100\n  t.csv, line 2, column 1 (a)\n"
        "Say --decimal comma or --decimal point.");
  CHECK(
      error_of([] { parse("a;b;k\n1.250;0,5;x\n"); }).starts_with("'1.250' may be 1250 or 1.25\n"));
}

TEST_CASE("commas that may stand between thousands are told, and read as is said", "[csv]") {
  const std::string text = "a;b;k\n1,100;2;x\n12,500;3;y\n";
  const Dataset data = parse(text);
  CHECK(data.inputs(0, 0) == 1.1);
  CHECK(data.read_as ==
        "read with a header, semicolons between the columns, decimal commas (1,100 is 1.1); 'k' "
        "holds 2 classes");
  CHECK(data.notes ==
        Names{"if commas stand between thousands, say --decimal point: 1,100 is then 1100"});
  CHECK(parse(text, {.decimal = '.'}).inputs(0, 1) == 12500);
  CHECK(parse(text, {.decimal = '.'}).notes.empty());
  CHECK(parse(text + "0,5;3;y\n").notes.empty());  // that one cannot
  CHECK(parse(text, {.decimal = ','}).notes.empty());
}

TEST_CASE("a date is called a date, with what can be done about it", "[csv]") {
  for (const char* date : {"2020-01-31", "31.01.2020", "01/31/2020", "1/5/20", "2020/1/31",
                           "2020-01-31T12:30:05Z", "2020-01-31 12:30", "31 Jan 2020", "31-Jan-20",
                           "\"January 31, 2020\"", "May 2020", "2020-01-31 12:30:05.123 +02:00"}) {
    INFO(date);
    const std::string text = error_of([&] { parse(std::string("a,when,k\n1,") + date + ",x\n"); });
    CHECK(text.find(" is a date, not a number\n  t.csv, line 2, column 2 (when)\n"
                    "Leave the column out (--without when), or make numbers of it") !=
          std::string::npos);
  }
  CHECK(error_of([] { parse("a,when,k\n1,8:30,x\n"); }).find("the minutes since midnight") !=
        std::string::npos);
  CHECK(kind_of_time("8:30") == "a time");
  CHECK(kind_of_time("11:30:05 pm") == "a time");
  for (const char* other : {"", "1.2.3", "1.2", "127.0.0.1", "41.01.2020", "2020-13-45", "1-2",
                            "decoder 12", "marble", "12:3", "2020", "May"}) {
    INFO(other);
    CHECK(kind_of_time(other) == "");
  }
  CHECK(parse("a,when\n1,2020-01-31\n2,2020-02-28\n").notes ==
        Names{"'2020-01-31' is a date, and taken for a class: "
              "is the label in another column (--label)?"});
}

TEST_CASE("labels keep their text", "[csv]") {
  const Dataset data = parse("a,zip\n1,007\n2,7\n3,1e5\n4,007\n", {.labels = Labels::classes});
  CHECK(data.class_names == Names{"007", "7", "1e5"});
  CHECK(data.labels == Classes{0, 1, 2, 0});
  CHECK(parse("a;v\n1;1,5\n2;x\n").class_names == Names{"1,5", "x"});
  const Dataset twice = parse("a,k\n1,9\n2,9.0\n", {.labels = Labels::classes});
  CHECK(twice.class_names == Names{"9", "9.0"});
  CHECK(twice.notes ==
        Names{"the classes '9' and '9.0' are the same number, but labels are texts"});
  // A model's class is found again behind other zeros, but not under another name.
  CHECK(parse("a,k\n1,9.0\n", {.class_names = {"8", "9"}}).labels == Classes{1});
  CHECK(error_of([] { parse("a,k\n1,007\n", {.class_names = {"7", "8"}}); }) != "(no error)");
}

TEST_CASE("names that were given are found again letter by letter, and told from mere numbers",
          "[csv]") {
  CHECK(parse("x1,x2,k\n1,2,u\n").features_are_named);
  CHECK(!parse("1,2,u\n").features_are_named);
  const CsvOptions named{.class_names = {"u", "v"}, .feature_names = {"x1", "x2"}};
  CHECK(parse("x2,x1\n2,1\n4,3\n", named).inputs == two_by_two);
  for (const char* text : {"X2,X1\n2,1\n", "id,X1,X2\n7,1,2\n", "a,b\n1,2\n"}) {
    INFO(text);
    CHECK(error_of([&] { parse(text, named); }).starts_with("there is no column 'x1'\n"));
  }
  CHECK(error_of([&] { parse("X2,X1\n2,1\n", named); }).ends_with("Is it 'X1' here?"));
  CsvOptions nameless = named;
  nameless.features_are_named = false;
  const Dataset in_order = parse("a,b\n1,2\n3,4\n", nameless);
  CHECK(in_order.inputs == two_by_two);
  CHECK(in_order.notes.size() == 1);
  CHECK(error_of([&] { parse("X2,X1\n2,1\n", nameless); }).ends_with("Is it 'X1' here?"));
  // The label's name, too.
  CsvOptions amounts{.labels = Labels::numbers, .feature_names = {"a"}, .label_name = "price"};
  CHECK(error_of([&] { parse("a,Price,id\n1,2,3\n", amounts); }) ==
        "there is no column 'price'\n  t.csv, line 1\n"
        "The model says that. Is it 'Price' here? Then say --label Price.");
}

TEST_CASE("a header is found where only the label tells it, and can be said", "[csv]") {
  CHECK(parse("2019,2020,price\n1,2,3.5\n").feature_names == Names{"2019", "2020"});
  CHECK(parse("x,2020,label\n1,2,u\n3,4,v\n", {.header = true}).inputs == two_by_two);
  CHECK(parse("1,2,u\n3,4,v\n5,6,v\n7,8,v\n").notes.empty());
  const Dataset doubtful = parse("2019,2020,label\n1,2,u\n3,4,v\n5,6,v\n");
  REQUIRE(doubtful.notes.size() == 1);
  CHECK(doubtful.notes[0].starts_with("line 1 is taken for a sample, though its label 'label'"));
  CHECK(doubtful.read_as ==
        "read without a header, commas between the columns; column 3 holds 3 classes");
}

TEST_CASE("more classes are named than there are labels, and the other way round", "[csv]") {
  std::string first = "1100,2";
  for (int i = 0; i < 550; ++i) first += ",a,b";
  const CsvOptions model{.labels = Labels::classes,
                         .class_names = {"a", "b"},
                         .feature_names = {"x1", "x2"},
                         .features_are_named = false};
  CHECK(parse(first + "\n1,2,0\n3,4,1099\n", model).labels == Classes{0, 1});
  std::string many = first + "\n";
  for (int i = 0; i < 1100; ++i) many += "1,2," + std::to_string(i) + "\n";
  for (const char* label : {"99999999", "abc", "-1", "1100"}) {
    INFO(label);
    CHECK(error_of([&] { parse(many + "1,2," + label + "\n", model); }) ==
          "'" + std::string(label) +
              "' is not one of the classes\n  t.csv, line 1102, column 3\n"
              "Line 1 names those from 0 to 1099.");
  }
  CHECK(error_of([&] { parse(many); }).starts_with("more than 1000 classes in column 3\n"));
  CHECK(
      error_of([] { parse("2,2,a,a\n1,2,0\n3,4,1\n"); }).starts_with("two classes are called 'a'"));
}

TEST_CASE("tables of other programs are read as they come", "[csv]") {
  for (const char* text : {
           "sep=;\r\na;b;kind\r\n1;2;cat\r\n3;4;dog\r\n",           // Excel
           "a,b,kind\r1,2,cat\r3,4,dog\r",                          // Macintosh
           "# by hand\n# 2024, May\na,b,kind\n1,2,cat\n3,4,dog\n",  // a comment is no header
           "# a,b,kind\n1,2,cat\n3,4,dog\n",                        // numpy
           "a|b|kind\n1|2|cat\n3|4|dog\n",
           "a b   kind\n1 2 cat\n 3   4\tdog \n \n",
           "\"\",\"a\",\"b\",\"kind\"\n\"1\",1,2,\"cat\"\n\"2\",3,4,\"dog\"\n",  // write.csv()
           ",a,b,kind\n7,1,2,cat\n3,3,4,dog\n",                                  // to_csv()
           "\"a\" \"b\" \"kind\"\n\"1\" 1 2 \"cat\"\n\"2\" 3 4 \"dog\"\n",       // write.table()
           "\"\",\"a\",\"b\",\"kind\"\n\"Mazda\",1,2,\"cat\"\n\"Fiat\",3,4,\"dog\"\n",
           "rownames,a,b,kind\n1,1,2,cat\n2,3,4,dog\n",
       }) {
    INFO(text);
    const Dataset data = parse(text);
    CHECK(data.inputs == two_by_two);
    CHECK(data.class_names == Names{"cat", "dog"});
    CHECK(data.feature_names == Names{"a", "b"});
  }
  const std::string numbered = ",a,kind\n1,5,cat\n2,6,dog\n";
  CHECK(parse(numbered).notes ==
        Names{"column 1 numbers the rows and is left out (--row-names no keeps it)"});
  CHECK(parse(numbered, {.row_names = false}).features() == 2);
  CHECK(parse(",a,kind\n1.5,5,cat\n2.5,6,dog\n").features() == 2);  // no names of rows
  CHECK(parse(",a,kind\n3,5,cat\n3,6,dog\n").features() == 2);
  CHECK(parse("rownames,a,kind\n4,5,cat\n9,6,dog\n").features() == 2);
}

TEST_CASE("the delimiter is what every line has equally often", "[csv]") {
  CHECK(parse("a,b;c,k\n1,2,x;y\n3,4,z\n").feature_names == Names{"a", "b;c"});
  CHECK(parse("1,5;2,5;u\n2,5;1,5;v\n").features() == 2);
  CHECK(parse("first name,age,k\n1,2,u v\n2,3,w\n").features() == 2);
}

TEST_CASE("what is no table is called what it is", "[csv]") {
  for (const auto& [text, what] : std::vector<std::pair<std::string, std::string>>{
           {"[{\"a\": 1}]", "this is JSON"},
           {"{\n  \"a\": [1, 2]}", "this is JSON"},
           {"% iris\n\n@RELATION iris\n", "this is ARFF"},
           {"<!DOCTYPE html><html>", "this is a page of HTML"},
           {"\n <html>", "this is a page of HTML"},
           {"\x1f\x8b\x08", "this is gzipped"},
           {"PK\x03\x04", "this is a ZIP archive"},
           {std::string("\0\0\x08\x03\0\0", 6), "this is an IDX file"},
           {"PAR1\x15\x02", "this is not text"},
           {"| a | k |\n|:--|---|\n| 1 | x |\n", "this is a table of Markdown"},
           {"+1 1:0.5 7:2\n-1 2:1\n", "this is LIBSVM's format"},
           {"version https://git-lfs.github.com/spec/v1\n", "this is a pointer of Git LFS"},
       }) {
    INFO(text);
    CHECK(error_of([&text = text] { parse(text); }).starts_with(what));
  }
  CHECK(parse("[a],{b},k\n1,2,x\n").feature_names == Names{"[a]", "{b}"});
}

TEST_CASE("lines with missing values are counted, left out, or keep a gap", "[csv]") {
  const std::string text = "a,b,k\n1,2,u\nNA,3,v\n4,?,u\n3,4,v\n9,9,\n";
  CHECK(error_of([&] { parse(text); }).find("3 of 5 lines have one: fill them in, or say") !=
        std::string::npos);
  const Dataset dropped = parse(text, {.missing = Missing::drop});
  CHECK(dropped.inputs == two_by_two);
  CHECK(dropped.lines == std::vector<std::size_t>{2, 5});
  CHECK(dropped.notes == Names{"3 of 5 lines have a missing value; left out"});
  const Dataset gaps = parse(text, {.missing = Missing::gaps});
  CHECK(gaps.samples() == 4);
  CHECK(gaps.notes == Names{"2 of 5 lines have a missing value; a mean is taken for it",
                            "1 of 5 lines has no label; left out"});
  CHECK((std::isnan(gaps.inputs(0, 1)) && std::isnan(gaps.inputs(1, 2))));
  CHECK(parse("a,land\n1,NA\n2,FR\n", {.missing = Missing::words}).class_names ==
        Names{"FR", "NA"});
  CHECK(error_of([] {
          parse("a,k\n?,1\nNA,2\n", {.missing = Missing::drop});
        }).starts_with("every line has a missing value\n"));
}

TEST_CASE("a column that is not wanted is not read", "[csv]") {
  const std::string text = "a,note,b,kind,id\n1,hello,2,cat,7\n3,,4,dog,8\n";
  for (const Names& without : {Names{"note", "id"}, Names{"2", "5"}}) {
    const Dataset data = parse(text, {.without = without});
    CHECK(data.inputs == two_by_two);
    CHECK(data.class_names == Names{"cat", "dog"});  // the last that is left
  }
  CHECK(error_of([&] { parse(text, {.without = {"nte"}}); }) ==
        "there is no column 'nte'\n  t.csv, line 1\ndid you mean 'note'?");
  CHECK(error_of([&] {
          parse("a,b\n1,2\n", {.without = {"a"}});
        }).starts_with("no column is left to learn from\n"));
}

TEST_CASE("words are spread over columns of 0 and 1, and found again", "[csv]") {
  const CsvOptions spread{.spread_words = true};
  const Dataset data = parse("a,colour,kind\n1,red,u\n2,green,v\n3,red,v\n", spread);
  CHECK(data.feature_names == Names{"a", "colour=green", "colour=red"});
  CHECK(data.inputs == (Matrix<double>(3, 3) << 1, 2, 3, 0, 1, 0, 1, 0, 1).finished());
  const CsvOptions model{.class_names = {"u", "v"}, .feature_names = data.feature_names};
  CHECK(parse("colour,a\nred,5\n", model).inputs == Eigen::Vector3d(5, 0, 1));
  CHECK(parse("5,red\n", model).inputs == Eigen::Vector3d(5, 0, 1));  // in order
  CHECK(error_of([&] { parse("colour,a\nrde,5\n", model); }) ==
        "'rde' is none of the words known here\n  t.csv, line 2, column 1 (colour)\n"
        "did you mean 'red'?");
  CHECK(error_of([&] {
          parse("a,Colour\n1,red\n", model);
        }).starts_with("there is no column 'colour'"));
  const Dataset nameless = parse("1,red,u\n2,green,v\n", {.header = false, .spread_words = true});
  CHECK(nameless.feature_names == Names{"x1", "x2=green", "x2=red"});
  std::string many = "name,k\n";
  for (int i = 0; i < 1001; ++i) many += "n" + std::to_string(i) + ",u\n";
  CHECK(error_of([&] { parse(many, spread); }) ==
        "more than 1000 words in 'name'\n  t.csv, line 1\nLeave that column out: --without name");
  CHECK(
      error_of([] { parse("a,b,c,k\n1,x,2020-01-01,3\n"); }).ends_with("Words stand in 'c', too."));
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

TEST_CASE("a table that memory does not hold is refused with what it takes", "[csv]") {
  std::string text = "a,b,kind\n";
  for (int i = 0; i < 1000; ++i) text += std::to_string(i) + ",1,x\n";
  CsvOptions options{.memory = 40e9, .bytes_a_number = 24e6};
  for (const char* odd : {"", "7,?,\n"}) {  // read once, and twice
    options.missing = Missing::gaps;
    CHECK(error_of([&] {
            parse(text + odd, options);
          }).find(" GB of memory and more; there are 40 GB\n") != std::string::npos);
  }
  options.memory = 48e9;
  CHECK(parse(text, options).samples() == 1000);
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
