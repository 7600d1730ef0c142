#pragma once

#include "core/base/atomic_file.h"
#include "core/formats/checkpoint_state.h"
#include "core/formats/tensor_bundle.h"

#include <QTemporaryDir>
#include <fmt/format.h>
#include <initializer_list>
#include <string>
#include <vector>

namespace cairn::test {

/// A model_dir in the making: checkpoints with a kernel, a bias and the global step.
class ModelDir {
 public:
  fs::path path() const { return m_dir.path().toStdString(); }
  fs::path pathOf(const std::string& name) const { return path() / name; }
  static std::string prefixOf(std::int64_t step) { return fmt::format("model.ckpt-{}", step); }

  /// Writes `model.ckpt-<step>`, its numbers made from `step`.
  void save(std::int64_t step) const { save(step, {itemsOf(step)}); }
  void save(std::int64_t step, const std::vector<formats::BundleItem>& items) const {
    const auto image = formats::encodeBundle(items);
    if (image) (void)formats::writeBundle(posixFileOps(), pathOf(prefixOf(step)), *image);
  }
  static std::vector<formats::BundleItem> itemsOf(std::int64_t step) {
    const auto value = static_cast<float>(step);
    const std::vector<float> kernel = {value, value + 1, value + 2, 4};
    const std::vector<float> bias = {1, 2};
    const std::vector<std::int64_t> global = {step};
    return {{"bias", formats::makeFloatTensor({2}, bias)},
            {"global_step", formats::makeInt64Tensor({}, global)},
            {"kernel", formats::makeFloatTensor({2, 2}, kernel)}};
  }

  void writeState(const std::string& text) const {
    (void)writeFileAtomically(posixFileOps(), pathOf("checkpoint"), asBytes(text));
  }
  /// A state file that lists these steps, the last as the newest.
  void nameSteps(std::initializer_list<std::int64_t> steps) const {
    formats::CheckpointState state;
    for (const std::int64_t step : steps) state.allModelCheckpointPaths.push_back(prefixOf(step));
    state.modelCheckpointPath = state.allModelCheckpointPaths.back();
    writeState(formats::formatCheckpointState(state));
  }
  void write(const std::string& name, std::string_view text) const {
    (void)writeFileAtomically(posixFileOps(), pathOf(name), asBytes(text));
  }
  void remove(const std::string& name) const { fs::remove_all(pathOf(name)); }
  void cut(const std::string& name, std::uint64_t bytes) const {
    fs::resize_file(pathOf(name), bytes);
  }
  void flip(const std::string& name, std::size_t at) const {
    Bytes bytes = *readFile(posixFileOps(), pathOf(name));
    bytes[at] ^= std::byte{1};
    write(name, asText(bytes));
  }
  std::string dataOf(std::int64_t step) const { return prefixOf(step) + ".data-00000-of-00001"; }
  std::string indexOf(std::int64_t step) const { return prefixOf(step) + ".index"; }

 private:
  QTemporaryDir m_dir;
};

}  // namespace cairn::test
