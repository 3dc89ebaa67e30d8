// IDX files, the format of MNIST: images and labels, plain or gzipped.
//
// A file begins with 0, 0, the type of its items (8: bytes), the number of its dimensions, and each
// of them as 4 bytes, the highest first; then come the items. Images have three dimensions (count,
// rows, columns), labels one (count).
#pragma once

#include <string>

#include <stepgrad/data/dataset.hpp>

namespace stepgrad {

/// Images (bytes 0 … 255 become 0 … 1) with their labels; the classes are 0 … the largest label.
///
/// Headers are compared with each other, with the size of the files and with `most_numbers` before
/// any memory is taken. Throws Error for files that are no IDX files, hold something else, are cut
/// off or go on behind their end; Error (machine) for those that cannot be read.
template <class Scalar>
DatasetOf<Scalar> read_idx(const std::string& images, const std::string& labels);

/// The files of a folder by their usual names: train-images-idx3-ubyte, train-labels-idx1-ubyte,
/// and t10k-… for the test, with or without .gz, also with .idx for -idx. Without test files the
/// test has no samples. Throws as read_idx does, and for a folder without them.
template <class Scalar>
SplitOf<Scalar> read_idx_folder(const std::string& folder);

}  // namespace stepgrad
