// The gradient of the loss in what goes in: which way a sample would have to change to be taken for
// something else, as a table or, of images, as a picture.
#pragma once

#include <string>

#include <stepgrad/plot/bitmap.hpp>
#include <stepgrad/train/model.hpp>

namespace stepgrad {

/// A line of CSV for each sample: dL/dx for each feature, whose names stand in the header.
template <class Scalar>
std::string input_gradient_lines(Model<Scalar>& model, const DatasetOf<Scalar>& data);
std::string input_gradient_header(const Purpose& purpose);

/// The first ten images, and below each its gradient: grey is 0, dark where more ink makes the loss
/// grow, white where it makes it fall, each to the same scale of its largest entry. Throws Error for
/// data without images.
template <class Scalar>
Bitmap input_gradient_sheet(Model<Scalar>& model, const DatasetOf<Scalar>& data);

}  // namespace stepgrad
