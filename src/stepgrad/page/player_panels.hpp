// Panels: what the step player says of a moment, in its panel and in its table, as HTML.
//
// Each moment is told for itself, so that a page whose numbers change tells only what is looked at.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <stepgrad/page/player_moments.hpp>
#include <stepgrad/story/story.hpp>

namespace stepgrad {

class Panels {
 public:
  /// The trace must live as long.
  explicit Panels(const Trace& trace);

  /// The moment in the panel, an <li>, and as row `number` of the table.
  std::string item(const Moment& moment) const;
  std::string row(std::size_t number, const Moment& moment) const;

 private:
  class Teller;

  const Trace& trace_;
  Story::Node output_;
  std::vector<Story::Node> inputs_;
  std::vector<Path> paths_;
};

}  // namespace stepgrad
