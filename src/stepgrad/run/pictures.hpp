// What a finished run leaves to look at: curves, regions of a plane, confusions and mistakes.
#pragma once

#include <string>
#include <vector>

#include <stepgrad/base/epoch.hpp>
#include <stepgrad/plot/confusion_matrix.hpp>
#include <stepgrad/train/model.hpp>

namespace stepgrad {

/// Writes the pictures that suit the model and the data into the folder: curves.svg (if there are
/// epochs), regions.svg and .png or curve.svg (two features, or one), confusion.svg, and
/// mistakes.svg and .png (images). Returns their names. `data` is as the model takes it; the confusion
/// is that of all samples, of which these may be a part.
template <class Scalar>
std::vector<std::string> write_pictures(const std::string& folder, const std::string& title,
                                        const std::vector<Epoch>& epochs, Model<Scalar>& model,
                                        const DatasetOf<Scalar>& data,
                                        const ConfusionMatrix& confusion);

/// The result for a terminal: the regions or the confusion matrix.
template <class Scalar>
std::string text_picture(const std::string& title, Model<Scalar>& model,
                         const DatasetOf<Scalar>& data, const ConfusionMatrix& confusion,
                         std::size_t width, bool color);

}  // namespace stepgrad
