// The formats that a model can leave in, by the ending of a file's name. To add one: its function, and a
// row in the table of export.cpp, which the command line and its help read.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include <stepgrad/exchange/plain_model.hpp>

namespace stepgrad {

struct ExportFormat {
  std::string_view ending, about;
  std::string (*written)(const PlainModel& plain, const std::string& name);  // that of the file
};
std::span<const ExportFormat> export_formats();

/// The format that the ending of the path asks for. Throws Error for another, with all that there
/// are.
const ExportFormat& export_format_of(const std::string& path);

/// The file's bytes. Throws Error for what the format cannot hold.
std::string exported(const PlainModel& plain, const std::string& path);

}  // namespace stepgrad
