#include "ui/bridge/page.h"

namespace cairn::ui {

Page::Page(Services services, const QString& objectName, QWidget* parent)
    : QWidget(parent), m_services(services) {
  setObjectName(objectName);
}

}  // namespace cairn::ui
