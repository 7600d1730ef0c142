#pragma once

#include "core/model/config.h"
#include "core/model/object_reader.h"

namespace cairn::model {

enum class CallKind { EarlyStopping, Hook, Exporter };

/// Reads `{"type": NAME, parameters}` of the given kind.
Call readCall(const nlohmann::json& value, std::string path, CallKind kind, Problems& problems);
/// The list at `key`, or null for none.
std::vector<Call> readCalls(ObjectReader& reader, std::string_view key, CallKind kind);

nlohmann::ordered_json callToJson(const Call& call, CallKind kind, bool full);

/// Parameters of a call's constructor in its order.
std::vector<std::string> callParameters(CallKind kind, const std::string& type);

}  // namespace cairn::model
