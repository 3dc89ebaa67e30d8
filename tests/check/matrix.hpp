// A matrix as small as a test needs it, with the interface of Eigen's.
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

struct Matrix {
  std::size_t height, width;
  std::vector<double> all;  // row by row

  Matrix(std::size_t height, std::size_t width, std::vector<double> all)
      : height(height), width(width), all(std::move(all)) {}

  std::size_t rows() const { return height; }
  std::size_t cols() const { return width; }
  double& operator()(std::size_t i, std::size_t j) { return all[i * width + j]; }
  double operator()(std::size_t i, std::size_t j) const { return all[i * width + j]; }
};
