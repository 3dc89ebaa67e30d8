// A formula to play with: its inputs move, and all that is told of it follows.
//
// Words, digits and pictures are those of the step player (page/player.hpp); the session hands them
// out piece by piece, so that only what is looked at is made anew when a number changes. The picture
// is laid out once for each formula: numbers do not move it (draw/circuit.hpp).
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <stepgrad/draw/circuit.hpp>
#include <stepgrad/page/player_moments.hpp>
#include <stepgrad/page/player_panels.hpp>
#include <stepgrad/page/player_sheets.hpp>
#include <stepgrad/scalar/trace.hpp>

namespace stepgrad::playground {

class FormulaSession {
 public:
  FormulaSession() = default;
  FormulaSession(const FormulaSession&) = delete;  // panels look at the trace
  FormulaSession& operator=(const FormulaSession&) = delete;

  /// Reads a formula, with numbers for its inputs as "x=-2 y=5"; inputs without one keep what they
  /// had, or begin at 1. Its diagram flows so. Throws Error as `parse` does, and for numbers that
  /// cannot be read or belong to no input; what was there before stays.
  void read(const std::string& source, std::string_view numbers, Flow flow);

  /// Gives an input another number. Throws Error if there is no such input.
  void set(std::string_view input, double number);

  // What the page asks for, of the formula and the numbers as they are now.

  /// [{"name": "x", "number": "-2", "least": -5, "most": 5, "step": 0.01}, …]: each input, and how
  /// far its slider goes.
  std::string inputs() const;

  /// The moments of the step player; of one of them its numbers as they are now; of all the numbers
  /// that the diagram shows, as an array.
  std::string moments() const { return moments_json(trace_, film_); }
  std::string moment(std::size_t i) const { return moments_json(trace_, {&film_.at(i), 1}); }
  std::string drawn() const;

  /// The sheets of its diagram: "whole", or the results of parts.
  std::string parts() const { return sheets_.parts_in_words(); }

  /// Of moment i, as HTML: what the panel says, and its row in the table.
  std::string item(std::size_t i) const { return panels_->item(film_.at(i)); }
  std::string row(std::size_t i) const { return panels_->row(i, film_.at(i)); }

  /// Sheet i as HTML, and all texts of its picture in their order, as an array.
  std::string sheet(std::size_t i) const;
  std::string texts(std::size_t i) const;

  /// The numbers once more as one reads and types them, "x=-2 y=5", and the whole in a sentence.
  std::string numbers() const;
  std::string sentence() const;

  /// The gradient beside numerical derivatives, as HTML: a table, and what is found.
  std::string check() const;

  /// The trace as `stepgrad explain --format json` writes it.
  std::string json() const;

  const Trace& trace() const { return trace_; }

 private:
  void follow();
  const DiagramSheet& renewed(std::size_t sheet) const;

  Formula formula_;
  Bindings numbers_;
  Trace trace_;
  std::vector<Moment> film_;
  mutable Sheets sheets_;
  mutable std::vector<bool> stale_;  // by sheet: are its numbers those from before?
  std::vector<CircuitPlan> plans_;   // by sheet
  std::optional<Panels> panels_;
};

}  // namespace stepgrad::playground
