#include "core/data/labels.h"

#include "core/base/limits.h"

#include <algorithm>
#include <fmt/format.h>
#include <unordered_map>

namespace cairn::data {
namespace {

Error wrong(const Column& column, std::string message) {
  return {ErrorCode::InvalidArgument, std::move(message), column.name};
}

/// What TensorFlow says of the type, or nothing when it fits.
std::optional<std::string> typeProblem(const Column& column, const LabelSpec& spec) {
  const std::string_view type = column.typeName();
  const bool number = spec.kind == LabelKind::Real || spec.kind == LabelKind::Share ||
                      spec.kind == LabelKind::MultiLabel;
  if (number)
    return type == "string" ? std::optional("Cast string to float is not supported") : std::nullopt;
  if (spec.vocabulary) {
    if (type == "string") return {};
    return fmt::format(
        "Dtype of argument `keys` must be <dtype: 'string'>, received: <dtype: '{}'>", type);
  }
  if (spec.kind == LabelKind::Binary)
    return type == "string" ? std::optional("Cast string to float is not supported") : std::nullopt;
  if (type == "int64") return {};
  return fmt::format("Labels dtype should be integer. Instead got <dtype: '{}'>.", type);
}

std::int64_t labelWidth(const LabelSpec& spec) {
  if (spec.kind == LabelKind::MultiLabel) return spec.classes;
  return spec.kind == LabelKind::Real ? spec.dimension : 1;
}

std::vector<float> positions(const std::vector<std::string>& words,
                             const std::vector<std::string>& vocabulary) {
  std::unordered_map<std::string_view, float> ids;
  for (std::size_t i = 0; i < vocabulary.size(); ++i)
    ids.emplace(vocabulary[i], static_cast<float>(i));
  std::vector<float> values;
  values.reserve(words.size());
  for (const std::string& word : words) {
    const auto found = ids.find(word);
    values.push_back(found == ids.end() ? -1.0F : found->second);
  }
  return values;
}

std::vector<float> asFloats(const Column& column, const LabelSpec& spec) {
  if (const auto* floats = std::get_if<std::vector<float>>(&column.values)) return *floats;
  if (const auto* words = std::get_if<std::vector<std::string>>(&column.values))
    return positions(*words, *spec.vocabulary);
  const auto& ints = *std::get_if<std::vector<std::int64_t>>(&column.values);
  std::vector<float> values(ints.size());
  std::transform(ints.begin(), ints.end(), values.begin(),
                 [](std::int64_t value) { return static_cast<float>(value); });
  return values;
}

std::string shownValue(const Column& column, std::size_t row) {
  return std::visit([row](const auto& values) { return fmt::format("{}", values[row]); },
                    column.values);
}

/// What TensorFlow says of a label out of range. NaN is not <= either.
std::string_view rangeText(const LabelSpec& spec, float value) {
  if (spec.kind == LabelKind::MultiLabel)
    return "labels must be an integer indicator Tensor with values in [0, 1]";
  if (spec.kind == LabelKind::Share) return "Labels must be in range [0, 1]";
  if (value < 0) return spec.v2 ? "Labels must be >= 0.  " : "Labels must >= 0.  ";
  return spec.v2 ? "Labels must be <= n_classes - 1" : "Labels must <= n_classes - 1";
}

/// The first label outside the classes, in TensorFlow's words.
std::optional<Error> rangeProblem(const Column& column, const LabelSpec& spec,
                                  const std::vector<float>& values) {
  const bool classes = spec.kind == LabelKind::Binary || spec.kind == LabelKind::MultiClass;
  const auto last = classes ? static_cast<float>(spec.classes - 1) : 1.0F;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (values[i] >= 0 && values[i] <= last) continue;
    const std::size_t row = i / static_cast<std::size_t>(std::max<std::int64_t>(column.width, 1));
    const std::string_view text = rangeText(spec, values[i]);
    return wrong(
        column,
        fmt::format("assertion failed: [{}]: label {} in row {}{}", text, shownValue(column, i),
                    row + 1, classes ? fmt::format(", n_classes is {}", spec.classes) : ""));
  }
  return {};
}

/// Any number of ids, or words, in each row, as 0 or 1 for each class.
Result<std::vector<float>> manyHot(const Column& column, const LabelSpec& spec,
                                   const Table& table) {
  const std::string_view type = column.typeName();
  if (type == "float32")
    return wrong(column, "Labels dtype should be integer. Instead got <dtype: 'float32'>.");
  if (type == "string" && !spec.vocabulary)
    return wrong(column, "words as labels need a label_vocabulary");
  const std::vector<float> ids = asFloats(column, spec);
  const auto width = static_cast<std::size_t>(spec.classes);
  std::uint64_t count = 0;
  if (!multiplyFits(static_cast<std::uint64_t>(table.rows), width, count) ||
      count > limits::kColumnIds)
    return Error{ErrorCode::Unsupported,
                 fmt::format("{} rows of {} labels", table.rows, spec.classes), column.name};
  std::vector<float> values(static_cast<std::size_t>(count));
  for (std::int64_t row = 0; row < table.rows; ++row)
    for (std::size_t i = column.begin(row); i < column.begin(row + 1); ++i) {
      if (!(ids[i] >= 0 && ids[i] < static_cast<float>(spec.classes)))
        return wrong(column,
                     fmt::format("labels must be an integer SparseTensor with values in [0, {}): "
                                 "label {} in row {}",
                                 spec.classes, shownValue(column, i), row + 1));
      values[static_cast<std::size_t>(row) * width + static_cast<std::size_t>(ids[i])] = 1;
    }
  return values;
}

Result<std::vector<float>> sparseLabels(const Column& column, const LabelSpec& spec,
                                        const Table& table) {
  CAIRN_TRY(findFeature(table, column.name));
  if (spec.kind == LabelKind::MultiLabel) return manyHot(column, spec, table);
  const std::int64_t width = labelWidth(spec);
  return wrong(column, fmt::format("SparseTensor labels are not supported. Labels must be a Tensor "
                                   "of shape [D0, D1, ..., DN, {0}], e.g. [batch_size, {0}].",
                                   width));
}

}  // namespace

Result<Labels> Labels::bind(const std::string& column, const LabelSpec& spec, const Table& table) {
  const Column* found = table.find(column);
  if (!found)
    return Error{ErrorCode::InvalidArgument,
                 fmt::format("You must provide a labels Tensor. Given: None. "
                             "There is no column \"{}\".",
                             column),
                 column};
  Labels labels;
  labels.m_width = labelWidth(spec);
  if (found->isSparse()) {
    CAIRN_ASSIGN(labels.m_values, sparseLabels(*found, spec, table));
    return labels;
  }
  const std::int64_t wanted = labels.m_width;
  if (found->width != wanted)
    return wrong(*found,
                 fmt::format("Mismatched label shape. Expected labels dimension={}.  Received {}.",
                             wanted, found->width));
  if (auto problem = typeProblem(*found, spec)) return wrong(*found, std::move(*problem));
  labels.m_values = asFloats(*found, spec);
  if (spec.kind != LabelKind::Real)
    if (auto problem = rangeProblem(*found, spec, labels.m_values)) return *problem;
  return labels;
}

void Labels::fill(std::span<const std::int32_t> rows, float* out) const {
  for (const std::int32_t row : rows) {
    std::copy_n(m_values.data() + row * m_width, m_width, out);
    out += m_width;
  }
}

}  // namespace cairn::data
