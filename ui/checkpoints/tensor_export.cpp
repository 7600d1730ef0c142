#include "ui/checkpoints/tensor_export.h"

#include "core/base/atomic_file.h"
#include "core/checkpoints/tensor_text.h"
#include "core/formats/npy.h"

#include <algorithm>
#include <span>

namespace cairn::ui {

Result<Exported> exportTensor(FileOps& files, const formats::TensorBundle& bundle,
                              const std::string& tensor, const fs::path& target,
                              std::stop_token stop) {
  CAIRN_ASSIGN(const formats::Tensor value, bundle.read(tensor));
  Bytes bytes;
  if (target.extension() == ".csv") {
    CAIRN_ASSIGN(const std::string text, checkpoints::tensorCsv(value, stop));
    const auto view = std::as_bytes(std::span(text));
    bytes.assign(view.begin(), view.end());
  } else {
    CAIRN_ASSIGN(bytes, formats::encodeNpy(value));
  }
  CAIRN_TRY(writeFileAtomically(files, target, bytes));
  return Exported{target, bytes.size()};
}

std::string exportName(const std::string& tensor, const std::string& suffix) {
  std::string name = tensor.substr(0, 200);
  std::replace(name.begin(), name.end(), '/', '.');
  return name + suffix;
}

}  // namespace cairn::ui
