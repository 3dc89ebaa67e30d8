#include <stepgrad/page/player_sheets.hpp>

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/text.hpp>
#include <stepgrad/draw/dot.hpp>
#include <stepgrad/draw/drawing.hpp>
#include <stepgrad/draw/graphviz.hpp>
#include <stepgrad/page/lean_svg.hpp>
#include <stepgrad/page/markup.hpp>
#include <stepgrad/story/mathml.hpp>
#include <stepgrad/story/story.hpp>

namespace stepgrad {
namespace {

/// Above this many nodes a diagram is too large to be seen at once.
constexpr std::size_t most_nodes_at_once = 300;

bool can_be_drawn(const std::vector<DiagramSheet>& sheets) {
  return std::none_of(sheets.begin(), sheets.end(), [](const DiagramSheet& sheet) {
    return is_too_large_for_graphviz(sheet.drawing);
  });
}

std::size_t operations(const Trace& trace) {
  return static_cast<std::size_t>(std::count_if(trace.nodes.begin(), trace.nodes.end(),
                                                [](const auto& node) { return node.row; }));
}

/// The whole rolled up, and the inside of each part; nothing if there are no two parts.
std::vector<DiagramSheet> sheets_of_parts(const Trace& trace, const NamedParts& parts) {
  const auto boxes = std::count_if(parts.size.begin(), parts.size.end(),
                                   [](std::size_t size) { return size > 1; });
  if (boxes < 2) return {};
  std::vector<DiagramSheet> sheets{
      {std::nullopt,
       "Boxes are named results<span>, each with all that is computed for it alone. "
       "They open on a click.</span>",
       rolled_up_drawing(trace)}};
  for (const Trace::Node& node : trace.nodes)
    if (parts.size[node.id] > 1)
      sheets.push_back({node.id, "Inside " + as_mathml(math::name(node.name)),
                        inside_drawing(trace, parts, node.id)});
  return sheets;
}

/// The inside of each stretch.
std::vector<DiagramSheet> sheets_of_stretches(const Trace& trace, const NamedParts& stretches) {
  std::vector<DiagramSheet> sheets;
  std::size_t done = 0;
  for (const Trace::Node& node : trace.nodes) {
    const std::size_t size = stretches.size[node.id];
    if (size == 0) continue;
    sheets.push_back({node.id,
                      fmt::format("Operations {} to {} of {}<span>, as they are computed. What was "
                                  "computed before stands as an input, under its name.</span>",
                                  done + 1, done + size, operations(trace)),
                      inside_drawing(trace, stretches, node.id)});
    done += size;
  }
  return sheets;
}

Id node_of(const std::string& id) { return static_cast<Id>(std::stoul(id.substr(1))); }

/// On this page every value is spoken of by its name, and a tooltip may not tell a number before it
/// is known. `drawn` counts how often each node is on the page: no two elements may have one id.
void suit_to_page(Drawing& drawing, const Trace& trace, std::size_t moments_before_steps,
                  std::vector<std::size_t>& drawn) {
  for (Drawing::Node& node : drawing.nodes) {
    const Trace::Node& told = trace.node(node_of(node.id));
    const std::size_t time = ++drawn[told.id];
    node.id = time == 1 ? fmt::format("n{}", told.id) : fmt::format("n{}_{}", told.id, time);
    node.named = told.kind != Trace::Kind::constant;
    if (told.row && node.operations == 1)
      node.about = printable(as_formula(tell(trace, told).rule()));
    else if (told.kind == Trace::Kind::input)
      node.about = printable(told.name);
  }
  for (Drawing::Edge& edge : drawing.edges)
    edge.about = edge.id.starts_with('e') && edge.local
                   ? fmt::format("step {}", moments_before_steps + node_of(edge.id) - 1)
                   : "";
}

/// For all sheets of a trace, see above.
void suit_to_page(std::vector<DiagramSheet>& sheets, const Trace& trace) {
  const std::size_t before_steps = moments(trace).size() - trace.steps.size() - 1;
  std::vector<std::size_t> drawn(trace.nodes.size());
  for (DiagramSheet& sheet : sheets) suit_to_page(sheet.drawing, trace, before_steps, drawn);
}

}  // namespace

std::string Sheets::parts_in_words() const {
  std::string words;
  for (const DiagramSheet& sheet : all)
    words += (words.empty() ? "" : " ") + (sheet.part ? std::to_string(*sheet.part) : "whole");
  return words;
}

Sheets sheets(const Trace& trace) {
  Sheets result;
  std::vector<DiagramSheet> sheets{};
  if (trace.nodes.size() <= most_nodes_at_once || operations(trace) == 0)
    sheets = {{std::nullopt, "", drawing(trace)}};
  if (sheets.empty()) sheets = sheets_of_parts(trace, *(result.parts = named_parts(trace)));
  if (sheets.empty() || !can_be_drawn(sheets)) {
    sheets = sheets_of_stretches(trace, *(result.parts = stretches(trace)));
    result.has_whole = false;
    if (!can_be_drawn(sheets))
      throw Error(
          "a page cannot show a diagram in which one operation has so many operands", "",
          "Give names to parts of the formula, as in h = tanh(w*x + b): they become boxes.");
  }
  suit_to_page(sheets, trace);
  result.all = std::move(sheets);
  return result;
}

void renew(DiagramSheet& sheet, const Sheets& sheets, const Trace& trace) {
  const Drawing now =
      sheet.part ? inside_drawing(trace, *sheets.parts, *sheet.part) : rolled_up_drawing(trace);
  for (std::size_t i = 0; i < now.nodes.size(); ++i) {
    Drawing::Node& node = sheet.drawing.nodes[i];
    node.value = now.nodes[i].value;
    node.gradient = now.nodes[i].gradient;
    node.at_kink = now.nodes[i].at_kink;
    node.breaks_down = now.nodes[i].breaks_down;
  }
  for (std::size_t i = 0; i < now.edges.size(); ++i) {
    sheet.drawing.edges[i].local = now.edges[i].local;
    sheet.drawing.edges[i].contribution = now.edges[i].contribution;
  }
}

std::string sheet_html(const DiagramSheet& sheet, const std::string& svg) {
  return fmt::format("<div class=\"sheet\"{}>\n{}{}\n</div>\n",
                     sheet.part ? fmt::format(" data-part=\"{}\"", *sheet.part) : "",
                     sheet.says.empty() ? "" : fmt::format("<p>{}</p>\n", sheet.says), svg);
}

std::vector<std::string> graphviz_svgs(const Sheets& sheets) {
  std::string text;
  for (const DiagramSheet& sheet : sheets.all) text += dot_source(sheet.drawing);
  std::vector<std::string> svgs = inline_svgs(graphviz_picture(text, PictureFormat::svg));
  for (std::string& svg : svgs) svg = lean_svg(svg);
  return svgs;
}

void find_sheets(std::vector<Moment>& film, const Trace& trace, const Sheets& sheets) {
  if (!sheets.parts) return;
  for (Moment& moment : film) {
    const bool is_share = moment.kind == Moment::Kind::share;
    const Id at = is_share ? trace.steps[moment.step].from : moment.node;
    const bool happens_there =
        is_share || moment.kind == Moment::Kind::value || moment.kind == Moment::Kind::seed;
    const Id part = sheets.parts->part[at];
    if (!sheets.has_whole)
      moment.part = happens_there && sheets.parts->size[part] > 0 ? part : sheets.all.front().part;
    else if (happens_there && moment.kind != Moment::Kind::seed && sheets.parts->size[part] > 1)
      moment.part = part;
  }
}

}  // namespace stepgrad
