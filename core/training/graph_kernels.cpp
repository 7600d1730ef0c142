#include "core/training/graph_kernels.h"

#include <fmt/format.h>

namespace cairn::training {

using formats::DType;

Error KernelCall::wrong(std::string message) const {
  return {ErrorCode::Corrupt, std::move(message),
          fmt::format("{} ({})", m_node.name(), m_node.op())};
}

Error KernelCall::unsupported(std::string message) const {
  Error error = wrong(std::move(message));
  error.code = ErrorCode::Unsupported;
  return error;
}

Result<const GraphValue*> KernelCall::input(std::size_t index) const {
  if (index >= m_inputs.size()) return wrong(fmt::format("input {} is missing", index));
  return m_inputs[index];
}

template <class T>
Result<const std::vector<T>*> KernelCall::held(std::size_t index, const char* what) const {
  CAIRN_ASSIGN(const GraphValue* value, input(index));
  const auto* list = std::get_if<std::vector<T>>(&value->values);
  if (list == nullptr)
    return wrong(
        fmt::format("input {} is {}, want {}", index, formats::dtypeName(value->dtype), what));
  return list;
}

Result<const std::vector<float>*> KernelCall::floats(std::size_t index) const {
  return held<float>(index, "numbers");
}

Result<const std::vector<std::int64_t>*> KernelCall::ints(std::size_t index) const {
  return held<std::int64_t>(index, "integers");
}

Result<const std::vector<std::string>*> KernelCall::strings(std::size_t index) const {
  return held<std::string>(index, "strings");
}

Result<std::int64_t> KernelCall::intScalar(std::size_t index) const {
  CAIRN_ASSIGN(const auto* values, ints(index));
  if (values->size() != 1)
    return wrong(fmt::format("input {} has {} elements, want 1", index, values->size()));
  return values->front();
}

Result<std::string> KernelCall::resource(std::size_t index) const {
  CAIRN_ASSIGN(const GraphValue* value, input(index));
  const auto* names = std::get_if<std::vector<std::string>>(&value->values);
  if (value->dtype != DType::Resource || names == nullptr || names->size() != 1)
    return wrong(fmt::format("input {} is no resource", index));
  return names->front();
}

const pb::AttrValue* KernelCall::attr(const char* name) const {
  const auto found = m_node.attr().find(name);
  return found == m_node.attr().end() ? nullptr : &found->second;
}

std::int64_t KernelCall::intAttr(const char* name, std::int64_t fallback) const {
  const pb::AttrValue* value = attr(name);
  return value != nullptr && value->value_case() == pb::AttrValue::kI ? value->i() : fallback;
}

float KernelCall::floatAttr(const char* name, float fallback) const {
  const pb::AttrValue* value = attr(name);
  return value != nullptr && value->value_case() == pb::AttrValue::kF ? value->f() : fallback;
}

bool KernelCall::flag(const char* name) const {
  const pb::AttrValue* value = attr(name);
  return value != nullptr && value->b();
}

std::string KernelCall::stringAttr(const char* name) const {
  const pb::AttrValue* value = attr(name);
  return value != nullptr ? value->s() : std::string();
}

DType KernelCall::typeAttr(const char* name, DType fallback) const {
  const pb::AttrValue* value = attr(name);
  return value != nullptr ? static_cast<DType>(value->type()) : fallback;
}

Result<GraphValues> oneOutput(GraphValue value) {
  GraphValues values;
  values.push_back(std::move(value));
  return values;
}

Kernel findKernel(std::string_view operation) {
  for (const Kernels* all :
       {&mathKernels(), &shapeKernels(), &sparseKernels(), &lookupKernels(), &parseKernels()})
    if (const auto found = all->find(operation); found != all->end()) return found->second;
  return nullptr;
}

}  // namespace cairn::training
