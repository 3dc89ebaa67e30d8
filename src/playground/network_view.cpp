#include "playground/network_view.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/number.hpp>
#include <stepgrad/base/text.hpp>
#include <stepgrad/data/generators.hpp>
#include <stepgrad/data/pixels.hpp>
#include <stepgrad/plot/decision_regions.hpp>
#include <stepgrad/run/setup.hpp>
#include <stepgrad/story/json.hpp>
#include <stepgrad/train/sample_formula.hpp>

namespace stepgrad::playground {
namespace {

std::string texts(const std::vector<std::string>& words) {
  std::vector<std::string> all;
  for (const std::string& word : words) all.push_back(json_text(printable(word)));
  return fmt::format("[{}]", fmt::join(all, ", "));
}

/// Every setting by its name, its value in words.
std::map<std::string, std::string> settings_in_words(const Configuration& configuration) {
  const std::string text = written(configuration);
  std::map<std::string, std::string> all;
  for (const std::string_view line : split(text, '\n'))
    if (const std::size_t equals = line.find(" = "); equals != line.npos)
      all.emplace(line.substr(0, equals), line.substr(equals + 3));
  return all;
}

/// A matrix at the end of a list of numbers, row after row.
void append(const Matrix<float>& matrix, std::vector<float>& to) {
  for (Index i = 0; i < matrix.rows(); ++i)
    for (Index k = 0; k < matrix.cols(); ++k) to.push_back(matrix(i, k));
}

/// The features that the network sees.
std::vector<std::string> seen_names(const Purpose& purpose) {
  std::vector<std::string> names;
  for (const Index i : purpose.seen_features())
    names.push_back(purpose.feature_names[static_cast<std::size_t>(i)]);
  return names;
}

/// A square around the places, with a tenth of air.
Area square_around(const std::vector<Plot::Point>& places) {
  const Area tight = around(places);
  const double x = (tight.left + tight.right) / 2, y = (tight.bottom + tight.top) / 2;
  const double reach = std::max(tight.right - tight.left, tight.top - tight.bottom) / 2;
  return {x - reach, x + reach, y - reach, y + reach};
}

}  // namespace

std::string network_choices() {
  Configuration usual;
  const std::map<std::string, std::string> values = settings_in_words(usual);
  std::vector<std::string> entries;
  for_each_setting(
      usual, [&](const char* name, auto&, const char* help, std::vector<Named> choices) {
        if (std::string_view(name) == "data") choices = choices_of(generators());
        std::vector<std::string> listed;
        for (const Named& choice : choices)
          listed.push_back(fmt::format(R"({{"name": {}, "about": {}}})", json_text(choice.name),
                                       json_text(choice.about)));
        entries.push_back(fmt::format(R"({}: {{"help": {}, "usual": {}, "choices": [{}]}})",
                                      json_text(name), json_text(help), json_text(values.at(name)),
                                      fmt::join(listed, ", ")));
      });
  return fmt::format("{{{}}}", fmt::join(entries, ",\n"));
}

std::string model_for(const std::string& settings, const std::string& hidden) {
  Configuration asked = read_configuration(settings, "the settings");
  asked.model.clear();
  decide(asked, load_data<float>(asked));
  const std::vector<Index> outer = read_sizes(asked.model);
  return fmt::format("{}-{}{}{}", outer.front(), hidden, hidden.empty() ? "" : "-", outer.back());
}

NetworkView::Parts NetworkView::parts() const {
  const RunData<float>& data = session_.trial().data;
  return {{&data.data, data.training},
          {&data.data, data.validation},
          {&data.test, data.test.all_samples()}};
}

void NetworkView::begun() {
  cells_ = 0;
  find_samples();
}

void NetworkView::find_samples() {
  const Purpose& purpose = session_.trial().data.purpose;
  const std::size_t features = purpose.given_features().size();
  samples_.clear();
  area_ = {-1, 1, -1, 1};
  if (features > 2) return;
  std::vector<Plot::Point> places;
  float part = 0;
  for (const auto& [data, numbers] : parts()) {
    for (const std::size_t number : numbers) {
      const auto column = static_cast<Index>(number);
      const double x = purpose.features.undone(0, static_cast<double>(data->inputs(0, column)));
      const double right =
          data->labels.empty()
              ? purpose.targets.undone(0, static_cast<double>(data->targets(0, column)))
              : data->labels[number];
      const double y = features == 2
                         ? purpose.features.undone(1, static_cast<double>(data->inputs(1, column)))
                         : right;
      places.push_back({x, y});
      for (const double shown : {x, y, right}) samples_.push_back(static_cast<float>(shown));
      samples_.push_back(part);
    }
    ++part;
  }
  area_ = features == 2 ? square_around(places) : around(places);
}

std::string NetworkView::description() const {
  const Trial<float>& trial = session_.trial();
  const Purpose& purpose = trial.data.purpose;
  std::vector<std::string> parameters, settings;
  for (const Tensor<float>& parameter : trial.model.parameters())
    parameters.push_back(
        fmt::format(R"({{"name": {}, "rows": {}, "columns": {}}})",
                    json_text(parameter.graph().node(parameter.graph().id(parameter)).name),
                    parameter.rows(), parameter.columns()));
  for (const auto& [name, value] : settings_in_words(trial.configuration))
    settings.push_back(json_text(name) + ": " + json_text(value));
  const DatasetOf<float>& data = trial.data.data;
  return fmt::format(
      R"({{"sizes": [{}], "features": {}, "given": {}, "classes": {}, "targets": {}, "plane": {}, )"
      R"("area": [{}, {}, {}, {}], "counts": [{}, {}, {}], "parameters": [{}], )"
      R"("parameter_count": {}, "notes": {}, "settings": {{{}}}}})",
      fmt::join(trial.model.architecture().sizes, ", "), texts(seen_names(purpose)),
      texts(purpose.given_features()), texts(purpose.class_names), texts(data.target_names),
      purpose.given_features().size(), area_.left, area_.right, area_.bottom, area_.top,
      trial.data.training.size(), trial.data.validation.size(), trial.data.test.samples(),
      fmt::join(parameters, ", "), session_.model().layers().parameter_count(),
      texts(trial.data.doubts), fmt::join(settings, ", "));
}

std::string NetworkView::standing() const {
  return fmt::format(
      R"({{"epoch": {}, "steps": {}, "furthest": {}, "over": {}, "sentence": {}, "command": {}, )"
      R"("repeatable": {}}})",
      session_.epochs_done(), session_.steps_done(), session_.moments().size() - 1,
      session_.is_over(), json_text(session_.sentence()), json_text(session_.command()),
      session_.is_repeatable());
}

const std::vector<float>& NetworkView::curves() {
  curves_.clear();
  for (const auto& [epoch, test] : session_.moments())
    for (const double number : {epoch.loss, epoch.accuracy, epoch.validation_loss,
                                epoch.validation_accuracy, test.loss, test.accuracy})
      curves_.push_back(static_cast<float>(number));
  return curves_;
}

const std::vector<float>& NetworkView::said() {
  said_.clear();
  Model<float>& model = session_.model();
  for (const auto& [data, numbers] : parts()) {
    if (numbers.empty()) continue;
    const Matrix<float> all = predictions(model, *data);
    for (const std::size_t number : numbers) {
      const auto column = static_cast<Index>(number);
      said_.push_back(data->labels.empty() ? all(0, column)
                                           : static_cast<float>(likeliest<float>(all, column)));
    }
  }
  return said_;
}

Matrix<float> NetworkView::seen_at(const std::vector<Plot::Point>& places) const {
  const Purpose& purpose = session_.trial().data.purpose;
  Dataset data;
  data.feature_names = purpose.given_features();
  if (data.feature_names.size() > 2)
    throw Error("the data is not in a plane", "", "A map is drawn over one or two features.");
  data.inputs.resize(static_cast<Index>(data.feature_names.size()),
                     static_cast<Index>(places.size()));
  for (std::size_t i = 0; i < places.size(); ++i) {
    data.inputs(0, static_cast<Index>(i)) = places[i].x;
    if (data.inputs.rows() == 2) data.inputs(1, static_cast<Index>(i)) = places[i].y;
  }
  see(data, purpose);
  return data.inputs.cast<float>();
}

const std::vector<float>& NetworkView::map(int cells) {
  if (cells < 2 || cells > 400)
    throw Error(fmt::format("a map of {} cells", cells), "", "Choose from 2 to 400.");
  if (cells != cells_) {
    const auto wide = static_cast<std::size_t>(cells);
    grid_ = seen_at(centres(area_, wide, has_plane() ? wide : 1));
    cells_ = cells;
  }
  map_.clear();
  append(grid_(session_.trial().data.purpose.seen_features(), Eigen::all), map_);
  for (const Matrix<float>& layer : activations(session_.model(), grid_)) append(layer, map_);
  return map_;
}

const std::vector<float>& NetworkView::parameters() {
  parameters_.clear();
  for (const Tensor<float>& parameter : session_.model().parameters())
    append(parameter.value(), parameters_);
  return parameters_;
}

const std::vector<float>& NetworkView::gradients() {
  gradients_.clear();
  const RunData<float>& data = session_.trial().data;
  for (const Matrix<float>& gradient :
       stepgrad::gradients<float>(session_.model(), data.data, data.training))
    append(gradient, gradients_);
  return gradients_;
}

std::string NetworkView::gradient_norms() {
  const RunData<float>& data = session_.trial().data;
  const std::vector<Tensor<float>> all = session_.model().parameters();
  const std::vector<Matrix<float>> slopes =
      stepgrad::gradients<float>(session_.model(), data.data, data.training);
  std::vector<std::string> entries;
  for (std::size_t i = 0; i < all.size(); ++i)
    entries.push_back(fmt::format(R"({{"name": {}, "norm": "{}"}})",
                                  json_text(all[i].graph().node(all[i].graph().id(all[i])).name),
                                  shown(static_cast<double>(slopes[i].norm()), 3)));
  return fmt::format("[{}]", fmt::join(entries, ", "));
}

std::string NetworkView::confusion() {
  const RunData<float>& data = session_.trial().data;
  const bool tested = data.test.samples() > 0;
  const DatasetOf<float>& shown_data = tested ? data.test : data.data;
  const std::size_t classes = data.purpose.class_names.size();
  std::vector<std::vector<int>> counts(classes, std::vector<int>(classes));
  const Matrix<float> all = predictions(session_.model(), shown_data);
  for (std::size_t i = 0; i < shown_data.labels.size(); ++i)
    ++counts[static_cast<std::size_t>(shown_data.labels[i])]
            [static_cast<std::size_t>(likeliest<float>(all, static_cast<Index>(i)))];
  return fmt::format(R"({{"of": "{}", "counts": {}}})", tested ? "the test" : "what is learnt from",
                     counts);
}

std::string NetworkView::at(double x, double y) {
  const Matrix<float> place = seen_at({{x, y}});
  const std::vector<Matrix<float>> layers = activations(session_.model(), place);
  const Purpose& purpose = session_.trial().data.purpose;
  std::vector<std::string> in_layers, entries;
  std::vector<std::string> inputs;
  for (const Index i : purpose.seen_features())
    inputs.push_back(fmt::format("\"{}\"", shown(static_cast<double>(place(i, 0)), 4)));
  in_layers.push_back(fmt::format("[{}]", fmt::join(inputs, ", ")));
  for (const Matrix<float>& layer : layers) {
    std::vector<std::string> numbers;
    for (const float number : layer.col(0))
      numbers.push_back(fmt::format("\"{}\"", shown(static_cast<double>(number), 4)));
    in_layers.push_back(fmt::format("[{}]", fmt::join(numbers, ", ")));
  }
  for (Index k = 0; k < layers.back().rows(); ++k) {
    const double number = static_cast<double>(layers.back()(k, 0));
    const auto i = static_cast<std::size_t>(k);
    const bool classes = !purpose.class_names.empty();
    entries.push_back(fmt::format(
        R"({{"name": {}, "text": "{}", "share": {}}})",
        json_text(printable(classes ? purpose.class_names[i] : purpose.target_names[i])),
        classes ? fmt::format("{:.1f} %", 100 * number)
                : shown(purpose.targets.undone(k, number), 4),
        classes && std::isfinite(number) ? number : 0.0));
  }
  return fmt::format(R"({{"layers": [{}], "said": [{}]}})", fmt::join(in_layers, ", "),
                     fmt::join(entries, ", "));
}

std::string NetworkView::formula(std::size_t sample, std::size_t layer, std::size_t neuron) {
  std::size_t before = 0;
  for (const auto& [data, numbers] : parts()) {
    if (sample >= before + numbers.size()) {
      before += numbers.size();
      continue;
    }
    const std::size_t number = numbers[sample - before];
    const auto column = static_cast<Index>(number);
    const Eigen::VectorX<float> inputs = numbers_of(*data, number);
    const int label = data->labels.empty() ? 0 : data->labels[number];
    const Eigen::VectorX<float> targets = data->targets.rows() > 0
                                            ? Eigen::VectorX<float>(data->targets.col(column))
                                            : Eigen::VectorX<float>();
    return sample_formula<float>(session_.model(), inputs, label, targets,
                                 NeuronPlace{layer, neuron});
  }
  throw Error(fmt::format("there is no sample {} of {}", sample + 1, before), "",
              "Samples count from 1.");
}

}  // namespace stepgrad::playground
