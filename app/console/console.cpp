// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/console.h"

#include <QCoreApplication>

#include "backend/attach/connect.h"

namespace saga::app {
namespace {

ui::Environment environment_of(const attach::Profile& profile) {
  switch (profile.environment) {
    case attach::Environment::Production: return ui::Environment::Production;
    case attach::Environment::Staging: return ui::Environment::Staging;
    case attach::Environment::Local: return ui::Environment::Local;
  }
  return ui::Environment::Production;
}

}  // namespace

Console::Console(const attach::Profile& profile)
    : attachment_(attach::connectors(profile, "saga-console"), clock_),
      sagas_(std::make_unique<ui::SagasController>(attachment_, gui_, clock_)) {
  sagas_page_ = new ui::SagasPage(*sagas_);
  std::vector<ui::PageEntry> pages;
  pages.push_back({QCoreApplication::translate("Console", "Sagas"), ui::Icon::Sagas, sagas_page_,
                   [page = sagas_page_] { page->focus_filter(); }});
  window_ =
      std::make_unique<ui::MainWindow>(ui::AttachedTo{environment_of(profile), QString::fromStdString(profile.name)},
                                       std::move(pages), attachment_, gui_, clock_);
  window_->setWindowTitle(QStringLiteral("Saga Console – %1").arg(QString::fromStdString(profile.name)));
  window_->resize(1440, 900);
  sagas_->start();
}

}  // namespace saga::app
