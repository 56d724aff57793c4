// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointer>
#include <QWidget>

#include "ui/jobs/bulk_controller.h"
#include "ui/jobs/bulk_sample.h"

class QCheckBox;
class QLineEdit;
class QSpinBox;

namespace saga::ui {

class ActionButton;
class Banner;
class BulkFigures;
class PlainTextLabel;
class StepList;
class Surface;

// The one dialog of the console: over the page, with everything shaded but the band. Its title is the sentence that
// will happen. The keyboard is in the field to write in and no button is the default: Enter never confirms.
class BulkDialog final : public QWidget {
  Q_OBJECT

 public:
  explicit BulkDialog(BulkController& controller, QWidget* parent = nullptr);
  [[nodiscard]] ActionButton& confirm() const { return *confirm_; }
  [[nodiscard]] ActionButton& cancel() const { return *cancel_; }
  [[nodiscard]] QLineEdit& reason() const { return *reason_; }
  [[nodiscard]] QLineEdit& evidence() const { return *evidence_; }
  [[nodiscard]] QLineEdit& typed() const { return *typed_; }
  [[nodiscard]] QSpinBox& rate() const { return *rate_; }
  [[nodiscard]] QCheckBox& ramp() const { return *ramp_; }
  [[nodiscard]] QSpinBox& limit() const { return *limit_; }
  [[nodiscard]] BulkSample& sample() { return model_; }
  [[nodiscard]] BulkForm form() const;

 protected:
  bool event(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void paintEvent(QPaintEvent* event) override;
  void showEvent(QShowEvent* event) override;
  void hideEvent(QHideEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;
  bool focusNextPrevChild(bool next) override;

 private:
  QWidget* build_head();
  QWidget* build_frozen();
  QWidget* build_form();
  QWidget* build_foot();
  void connect_all();
  void follow();
  void put_up(bool anew);
  void put_down();
  void refresh();
  void refresh_head();
  void refresh_frozen();
  void refresh_told();
  void refresh_form();
  void refresh_conditions(const QString& closed);
  void place();

  BulkController& controller_;
  BulkController::Stage shown_ = BulkController::Stage::Closed;
  QPointer<QWidget> before_;  // had the keyboard
  QWidget* box_;
  Surface* head_;
  PlainTextLabel* title_;
  PlainTextLabel* subject_;
  ActionButton* close_;
  PlainTextLabel* frozen_;
  PlainTextLabel* newer_;
  ActionButton* again_;
  Banner* told_;
  QWidget* content_;
  BulkFigures* figures_;
  PlainTextLabel* refused_;
  PlainTextLabel* irreversible_;
  PlainTextLabel* sample_title_;
  BulkSample model_;
  BulkSampleView* view_;
  QWidget* sample_ = nullptr;  // with its head
  QLineEdit* reason_;
  PlainTextLabel* evidence_label_;
  QLineEdit* evidence_;
  PlainTextLabel* typed_label_;
  QLineEdit* typed_;
  QSpinBox* rate_;
  QCheckBox* ramp_;
  QSpinBox* limit_;
  PlainTextLabel* met_;
  StepList* conditions_;
  PlainTextLabel* hint_;
  ActionButton* cancel_;
  ActionButton* confirm_;
};

}  // namespace saga::ui
