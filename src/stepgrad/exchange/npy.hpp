// numpy's files: .npy, an array, and .npz, a zip archive of them.
//
//     93 4e 55 4d 50 59  1 0  118 0          \x93NUMPY, version 1.0, the length of what follows
//     {'descr': '<f4', 'fortran_order': False, 'shape': (16, 2), }      blanks, a line's end
//     (16 · 2 numbers, row after row)
//
// Of what Python would read as a dictionary three entries are read: how numbers are kept, in which
// order (written is rows after rows, which every reader knows; read are columns after columns, too)
// and how many. (The format: numpy, lib/format.py.)
#pragma once

#include <string>
#include <string_view>

#include <stepgrad/exchange/arrays.hpp>

namespace stepgrad {

/// Its header ends at a multiple of 64 bytes, so that the numbers can be mapped into memory.
std::string as_npy(const NamedArray& array);
/// An array of that name. Throws Error for bytes that are no such file, cut off or damaged, and for
/// arrays of anything but numbers.
NamedArray read_npy(std::string_view bytes, const std::string& name);

/// A file for each array, NAME.npy, and one for each text.
std::string as_npz(const ArrayFile& file);
/// `name` is how errors call the file. Throws Error as `read_npy` and `unzipped` do.
ArrayFile read_npz(std::string_view bytes, const std::string& name);

}  // namespace stepgrad
