#include <stepgrad/page/player.hpp>

#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/number.hpp>
#include <stepgrad/base/text.hpp>
#include <stepgrad/page/files.hpp>
#include <stepgrad/page/markup.hpp>
#include <stepgrad/page/packed.hpp>
#include <stepgrad/page/player_moments.hpp>
#include <stepgrad/page/player_panels.hpp>
#include <stepgrad/page/player_sheets.hpp>
#include <stepgrad/story/json.hpp>

namespace stepgrad {
namespace {

/// A formula keeps its lines.
std::string escaped_lines(std::string_view text) {
  std::string result;
  for (const std::string_view line : split(text, '\n'))
    result += (result.empty() ? "" : "\n") + escaped(line);
  return result;
}

// ---- the page -----------------------------------------------------------------------------------

/// Above this many a browser takes long to open the page, and nobody goes through them.
constexpr std::size_t most_moments = 20'000;

/// So many are written out, to be read without a script too; of more the page packs what repeats.
/// So many rows has the table at once.
constexpr std::size_t most_written_out = 100;

constexpr std::string_view needs_script =
    "<noscript><p>So many steps are unfolded by a script. Without one, 'stepgrad explain' with --all "
    "tells them as text.</p></noscript>";

/// What a page is made of, in pieces of HTML.
struct Pieces {
  std::vector<std::string> items, rows, sheets;
  std::string moments;  // the same for the script
};

std::string joined(const std::vector<std::string>& pieces) {
  std::string all;
  for (const std::string& piece : pieces) all += piece;
  return all;
}

/// All pieces, in the order in which player.js asks for them.
std::string in_a_script(Pieces pieces) {
  std::vector<std::string> all{std::move(pieces.moments)};
  for (std::vector<std::string>* list : {&pieces.items, &pieces.rows, &pieces.sheets})
    all.insert(all.end(), std::make_move_iterator(list->begin()),
               std::make_move_iterator(list->end()));
  return packed(all);
}

std::string page(const Trace& trace, const std::string& parts, Pieces pieces) {
  const std::string& formula =
      trace.formula.empty() ? trace.node(trace.output).name : trace.formula;
  const std::size_t count = pieces.items.size();
  const bool is_packed = count > most_written_out;
  const auto written_out = [&](const std::vector<std::string>& list) {
    return is_packed ? "" : joined(list);
  };
  const std::string player =
      filled(files::player_html, {
                                     {"formula", escaped_lines(formula)},
                                     {"parts", parts},
                                     {"diagram", written_out(pieces.sheets)},
                                     {"moments", written_out(pieces.items)},
                                     {"rows", written_out(pieces.rows)},
                                     {"last", std::to_string(count - 1)},
                                     {"unread", is_packed ? std::string(needs_script) : ""},
                                 });
  constexpr std::size_t most_of_title = 80;
  return filled(files::page_html,
                {
                    {"title", escaped(shortened(formula, most_of_title))},
                    {"page_css", std::string(files::page_css)},
                    {"drawing_css", std::string(files::drawing_css)},
                    {"player_css", std::string(files::player_css)},
                    {"player", player},
                    {"form", is_packed ? "text/plain" : "application/json"},
                    {"data", is_packed ? in_a_script(std::move(pieces)) : pieces.moments},
                    {"packed_js", std::string(files::packed_js)},
                    {"predict_js", std::string(files::predict_js)},
                    {"diagram_js", std::string(files::diagram_js)},
                    {"zoom_js", std::string(files::zoom_js)},
                    {"story_js", std::string(files::story_js)},
                    {"guessing_js", std::string(files::guessing_js)},
                    {"player_js", std::string(files::player_js)},
                    {"theme_js", std::string(files::theme_js)},
                });
}

}  // namespace

std::string as_html(const Trace& trace) {
  std::vector<Moment> film = moments(trace);
  if (film.size() > most_moments)
    throw Error(fmt::format("a page cannot show {} steps", film.size()), "",
                "Explain a smaller formula, or take --format text, which tells a part.");
  const Sheets drawn = sheets(trace);
  find_sheets(film, trace, drawn);
  Pieces pieces{
      .items = {}, .rows = {}, .sheets = {}, .moments = within_script(moments_json(trace, film))};
  const std::vector<std::string> svgs = graphviz_svgs(drawn);
  for (std::size_t i = 0; i < svgs.size(); ++i)
    pieces.sheets.push_back(sheet_html(drawn.all[i], svgs[i]));
  const Panels panels(trace);
  for (std::size_t i = 0; i < film.size(); ++i) {
    pieces.items.push_back(panels.item(film[i]));
    pieces.rows.push_back(panels.row(i, film[i]));
  }
  return page(trace, drawn.parts_in_words(), std::move(pieces));
}

}  // namespace stepgrad
