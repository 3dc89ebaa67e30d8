// Reading back an SVG that Graphviz has made: elements by id, and the text in them.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace stepgrad::test {

/// The text with the entities of XML replaced by what they stand for.
inline std::string unescaped(std::string_view text) {
  static const std::map<std::string_view, std::string_view> entities{
      {"&amp;", "&"}, {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&#160;", "\u00A0"}};
  std::string plain;
  while (!text.empty()) {
    const std::size_t end = text[0] == '&' ? text.find(';') + 1 : 1;
    const std::string_view piece = text.substr(0, end);
    if (const auto entity = entities.find(piece); entity != entities.end())
      plain += entity->second;
    else if (piece.starts_with("&#"))
      plain += static_cast<char>(std::stoi(std::string(piece.substr(2))));
    else
      plain += piece;
    text.remove_prefix(end);
  }
  return plain;
}

/// What stands between `open` and `close`, every time.
inline std::vector<std::string_view> all_between(std::string_view text, std::string_view open,
                                                 std::string_view close) {
  std::vector<std::string_view> found;
  for (std::size_t at = text.find(open); at != std::string_view::npos; at = text.find(open, at)) {
    at += open.size();
    const std::size_t end = text.find(close, at);
    if (end == std::string_view::npos) break;
    found.push_back(text.substr(at, end - at));
  }
  return found;
}

/// The element of a node or an edge: <g id="n3" …> up to where the next one begins; "" if there is
/// none.
inline std::string_view element(std::string_view svg, const std::string& id) {
  const std::size_t begin = svg.find("<g id=\"" + id + "\"");
  if (begin == std::string_view::npos) return "";
  return svg.substr(begin, svg.find("<!--", begin) - begin);
}

/// The texts in an element, in their order: {"x", "-2", "-4"}.
inline std::vector<std::string> texts(std::string_view element) {
  std::vector<std::string> found;
  for (const std::string_view text : all_between(element, "<text", "</text>")) {
    std::string plain = unescaped(text.substr(text.find('>') + 1));
    while (plain.starts_with(' ')) plain.erase(0, 1);
    while (plain.ends_with(' ') || plain.ends_with("\u00A0"))
      plain.resize(plain.size() - (plain.ends_with(' ') ? 1 : 2));
    if (!plain.empty()) found.push_back(plain);
  }
  return found;
}

/// What a browser shows while the mouse rests on the element.
inline std::string tooltip(std::string_view element) {
  const auto found = all_between(element, "xlink:title=\"", "\"");
  return found.empty() ? "" : unescaped(found[0]);
}

}  // namespace stepgrad::test
