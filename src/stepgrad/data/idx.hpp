// IDX files, the format of MNIST: images and labels, plain or gzipped.
//
// A file begins with 0, 0, the type of its items (8: bytes), the number of its dimensions, and each
// of them as 4 bytes, the highest first; then come the items. Images have three dimensions (count,
// rows, columns), labels one (count).
#pragma once

#include <string>

#include <stepgrad/data/dataset.hpp>

namespace stepgrad {

/// Are images stored column after column? Those of EMNIST are.
enum class Transposed { found_out, no, yes };  // found out by the name of the file

/// How images are kept: as the numbers that all data is, or as bytes (pixels.hpp), which training
/// wants: MNIST takes 47 MB then, and not 188.
enum class KeepImages { as_numbers, as_bytes };

/// Images (bytes 0 … 255 become 0 … 1) with their labels. The classes are 0 … the largest label, or
/// 1 … where no label is 0.
///
/// Headers are compared with each other, with the size of the files and with `most_numbers` before
/// any memory is taken. Throws Error for files that are no IDX files, hold something else, are cut
/// off or go on behind their end; Error (machine) for those that cannot be read.
template <class Scalar>
DatasetOf<Scalar> read_idx(const std::string& images, const std::string& labels,
                           Transposed transposed = Transposed::found_out,
                           KeepImages kept = KeepImages::as_numbers);

/// The files of a folder by their names, in small or capital letters: train-images-idx3-ubyte,
/// train-labels-idx1-ubyte, and t10k-… or test-… for the test, with or without .gz; also behind
/// another name (emnist-letters-train-…) and in a folder below (MNIST/raw). A file
/// …mapping.txt names the classes, as EMNIST's does. One of the parts may have no samples, not
/// both. Throws as read_idx does, for a folder without such files and for one with several sets.
template <class Scalar>
SplitOf<Scalar> read_idx_folder(const std::string& folder,
                                Transposed transposed = Transposed::found_out,
                                KeepImages kept = KeepImages::as_numbers);

}  // namespace stepgrad
