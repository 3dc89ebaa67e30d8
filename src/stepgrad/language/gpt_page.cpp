#include <stepgrad/language/gpt_page.hpp>

#include <algorithm>
#include <cmath>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include <stepgrad/base/number.hpp>
#include <stepgrad/base/text.hpp>
#include <stepgrad/language/files.hpp>
#include <stepgrad/language/gpt_story_text.hpp>
#include <stepgrad/page/files.hpp>
#include <stepgrad/page/markup.hpp>

namespace stepgrad {
namespace {

std::string cell(const std::string& text, std::string_view of_class = "") {
  if (of_class.empty()) return fmt::format("<td>{}</td>", text);
  return fmt::format("<td class=\"{}\">{}</td>", of_class, text);
}
std::string number(double number, std::string_view of_class = "") {
  return cell(shown(number, 4), of_class);
}

/// A sentence behind which another one stands.
std::string whole(std::string words) {
  if (words.ends_with(':')) words.back() = '.';
  return escaped(words);
}

std::string header(const std::vector<std::string>& titles) {
  std::string cells;
  for (const std::string& title : titles)
    cells += fmt::format("<th scope=\"col\">{}</th>", escaped(title));
  return fmt::format("<thead><tr>{}</tr></thead>\n", cells);
}
std::string row(const std::string& name, const std::string& cells) {
  return fmt::format("<tr><th scope=\"row\">{}</th>{}</tr>\n", escaped(name), cells);
}
std::string table(const std::string& head, const std::string& rows,
                  std::string_view of_class = "") {
  return fmt::format("<table class=\"{}\">\n{}<tbody>\n{}</tbody>\n</table>\n", of_class, head,
                     rows);
}

class WeightPage {
 public:
  WeightPage(const GptStory& story, const GptShape& shape) : story_(story), shape_(shape) {
    for (const GptStory::Box& box : story.boxes)
      most_ = std::max(most_, std::abs(percent(box.share)));
  }

  std::string grid() const {
    std::vector<std::string> titles{"stage, and letter that is read"};
    titles.insert(titles.end(), story_.letters.begin(), story_.letters.end());
    titles.emplace_back("all");
    std::string rows;
    for (const GptTable::Row& stage : stage_table(story_, shape_).rows) rows += grid_row(stage);
    return table(header(titles), rows, "grid");
  }

  /// What is in the boxes of the grid, one after the other.
  std::string boxes() const {
    std::string sections;
    for (std::size_t i = 0; i < story_.boxes.size(); ++i)
      if (is_shown(story_.boxes[i])) sections += box(i);
    return sections;
  }

  std::string uses() const {
    if (story_.uses.empty()) return "";
    const bool multiplied = !story_.uses.front().with.empty();
    std::string rows;
    for (const GptStory::Use& use : story_.uses)
      rows +=
          row(fmt::format("{}, reads {}", use.position, story_.letters[use.position]),
              number(use.upstream, "gradient") + (multiplied ? number(use.slope, "slope") : "") +
                  number(use.share, "gradient") + percent_cell(use.share));
    rows += row("together", cell("") + (multiplied ? cell("") : "") +
                                number(story_.gradient, "gradient") + cell("its gradient"));
    std::vector<std::string> titles{"position", "dL/d" + story_.uses.front().into};
    if (multiplied) titles.push_back("× " + story_.uses.front().with);
    titles.insert(titles.end(), {"= share", ""});
    return table(header(titles), rows);
  }

  std::string routes() const {
    std::string items;
    for (const GptStory::Route& route : story_.routes.heaviest) {
      std::string names;
      for (const std::size_t box : route.boxes) names += fmt::format(" box{}", box);
      items +=
          fmt::format("<li tabindex=\"0\" data-boxes=\"{}\">{} %: {}</li>\n", trimmed(names),
                      shown(percent(route.share), 3), escaped(in_words(story_, route, shape_)));
    }
    return items;
  }

  std::string path() const {
    if (story_.heaviest.empty()) return "";
    std::string rows;
    double product = 1;
    for (const GptStory::Path::Edge& edge : story_.heaviest.front().edges) {
      const GptStage& stage = story_.boxes[edge.box].stage;
      product *= edge.slope;
      rows +=
          row(fmt::format("position {}: {}", stage.position, stage_name(stage, shape_)),
              cell(escaped(edge.to)) + number(edge.slope, "slope") + number(product, "gradient"));
    }
    return table(header({"stage", "number", "slope", "product"}), rows);
  }

 private:
  double percent(double share) const {
    return story_.gradient == 0 ? 0 : 100 * share / story_.gradient;
  }
  std::string percent_cell(double share) const {
    return cell(story_.gradient == 0 ? "" : shown(percent(share), 3) + " %");
  }
  static bool is_shown(const GptStory::Box& box) {
    return box.share != 0 && box.stage.name != "mean";
  }

  std::string grid_row(const GptTable::Row& stage) const {
    std::string cells, words;
    for (std::size_t at = 0; at < story_.letters.size(); ++at) {
      const auto box = std::find_if(story_.boxes.begin(), story_.boxes.end(), [&](const auto& any) {
        return any.stage.position == at && is_shown(any) &&
               stage_name(any.stage, shape_) == stage.stage;
      });
      if (box == story_.boxes.end()) {
        cells += cell("");
        continue;
      }
      const double share = percent(box->share);
      const double weight = 60 * std::sqrt(std::abs(share) / most_);
      cells += cell(fmt::format(
          R"(<button type="button" class="{}" style="--weight: {:.0f}%" aria-controls="box{}" )"
          R"(aria-expanded="false">{}</button>)",
          share < 0 ? "falls" : "grows", weight, box - story_.boxes.begin(), shown(share, 3)));
      words += fmt::format("{}{} % where '{}' is read", words.empty() ? "" : ", ", shown(share, 3),
                           story_.letters[at]);
    }
    const std::string told = fmt::format("{}: {} % of the gradient comes through here; {}.",
                                         stage.stage, shown(stage.all, 3), words);
    return fmt::format("<tr data-told=\"{}\"><th scope=\"row\">{}</th>{}{}</tr>\n", escaped(told),
                       escaped(stage.stage), cells, cell(shown(stage.all, 3)));
  }

  std::string box(std::size_t i) const {
    const GptStory::Box& box = story_.boxes[i];
    std::string rows;
    for (const GptStory::Number& each : box.numbers)
      rows += row(each.label, number(each.value, "value") + number(each.gradient, "gradient") +
                                  number(each.tangent, "slope") + percent_cell(each.share));
    return fmt::format(
        "<section id=\"box{}\"><h3>{}, position {}, where '{}' is read</h3>\n"
        "<p>Of each number v: what it is, how the loss changes with it, how it changes with the weight "
        "w, and how much of the gradient all paths through it bring, dL/dv · dv/dw.</p>\n{}</section>\n",
        i, escaped(stage_name(box.stage, shape_)), box.stage.position,
        escaped(story_.letters[box.stage.position]),
        table(header({"number v", "value", "dL/dv", "dv/dw", "brings"}), rows));
  }

  const GptStory& story_;
  const GptShape& shape_;
  double most_ = 1e-300;
};

}  // namespace

std::string as_html(const GptStory& story, const GptShape& shape) {
  const GptWords words = words_of(story);
  const WeightPage page(story, shape);
  return filled(files::weight_html, {{"weight", escaped(story.weight.name)},
                                     {"page_css", std::string(files::page_css)},
                                     {"weight_css", std::string(files::weight_css)},
                                     {"if_it_has_one", story.gradient == 0 ? " hidden" : ""},
                                     {"title", escaped(words.title)},
                                     {"gradient", escaped(words.gradient)},
                                     {"size", escaped(words.size)},
                                     {"table", whole(words.table)},
                                     {"grid", page.grid()},
                                     {"boxes", page.boxes()},
                                     {"uses", escaped(words.uses)},
                                     {"uses_table", page.uses()},
                                     {"routes", whole(words.routes)},
                                     {"routes_list", page.routes()},
                                     {"path", escaped(words.path)},
                                     {"path_table", page.path()},
                                     {"weight_js", std::string(files::weight_js)},
                                     {"theme_js", std::string(files::theme_js)}});
}

}  // namespace stepgrad
