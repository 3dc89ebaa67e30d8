// A film: what changes over time, or with a setting.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <stepgrad/course/picture.hpp>

namespace stepgrad {

/// Pictures of one kind, each with its words. On a terminal and on a page one goes through them;
/// where nothing moves, the stills stand for them.
struct Film {
  struct Frame {
    std::string state;  // "epoch 3"; may be "" where there is one frame
    Picture picture;
    std::string say = {};
  };
  std::vector<Frame> frames;
  std::string caption = {};
  std::vector<std::size_t> stills = {};  // places in `frames`; none: the first and the last
};

/// A film of a single picture, as what comes of an experiment may be.
Film still(Picture picture);

/// The places of the frames that stand for a film where nothing moves.
std::vector<std::size_t> stills(const Film& film);

/// The film with the axes of all its plots holding what any of them holds, unless they have an area
/// of their own, so that what moves is the curve and not the axis. A lesson's films are so.
Film with_common_axes(Film film);

}  // namespace stepgrad
