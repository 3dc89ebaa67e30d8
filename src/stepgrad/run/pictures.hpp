// What a finished run leaves to look at: curves, regions of a plane, confusions and mistakes; and
// its result in words.
#pragma once

#include <string>
#include <vector>

#include <stepgrad/base/epoch.hpp>
#include <stepgrad/train/model.hpp>

namespace stepgrad {

/// Four digits after the point, or three significant ones where these would show nothing.
std::string loss_text(double loss);

/// Writes the pictures that suit the model and the data into the folder: curves.svg (if there are
/// epochs), regions.svg and .png or curve.svg (two features, or one), confusion.svg, and
/// mistakes.svg and .png (images). Returns their names. `data` is as the model takes it.
template <class Scalar>
std::vector<std::string> write_pictures(const std::string& folder, const std::string& title,
                                        const std::vector<Epoch>& epochs, Model<Scalar>& model,
                                        const DatasetOf<Scalar>& data);

/// The result for a terminal: the regions or the confusion matrix.
template <class Scalar>
std::string text_picture(const std::string& title, Model<Scalar>& model,
                         const DatasetOf<Scalar>& data, std::size_t width, bool color);

/// "loss 0.0736, accuracy 96.67 %", or of numbers how far off they are in the units of the data;
/// and beside it what one answer for all would reach: less than that is nothing learnt.
template <class Scalar>
std::string result_text(Model<Scalar>& model, const DatasetOf<Scalar>& data);

}  // namespace stepgrad
