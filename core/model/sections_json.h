#pragma once

#include "core/model/config.h"
#include "core/model/object_reader.h"

namespace cairn::model {

RunConfig readRunConfig(const nlohmann::json& value, Problems& problems);
std::map<std::string, DataSource> readData(const nlohmann::json& value, Problems& problems);
TrainSection readTrain(const nlohmann::json& value, Problems& problems);
EvalSection readEval(const nlohmann::json& value, Problems& problems);
WarmStart readWarmStart(const nlohmann::json& value, Problems& problems);
Program readProgram(const nlohmann::json& value, Problems& problems);

nlohmann::ordered_json runConfigToJson(const RunConfig& config, bool full);
nlohmann::ordered_json dataToJson(const std::map<std::string, DataSource>& data, bool full);
nlohmann::ordered_json trainToJson(const TrainSection& train, bool full);
nlohmann::ordered_json evalToJson(const EvalSection& eval, bool full);
/// A plain path where that says it all.
nlohmann::ordered_json warmStartToJson(const WarmStart& warmStart, bool full);
nlohmann::ordered_json programToJson(const Program& program);

}  // namespace cairn::model
