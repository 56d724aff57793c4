// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractListModel>
#include <QWidget>

#include "backend/ports/saga_context.h"

class QListView;
class QPlainTextEdit;
class QStackedWidget;

namespace saga::ui {

class ActionButton;
class PlainTextLabel;
class SagasController;
class StateView;

// Notes, newest first.
class NotesModel final : public QAbstractListModel {
  Q_OBJECT

 public:
  enum Role { TextRole = Qt::UserRole, HeadRole };
  explicit NotesModel(QObject* parent = nullptr) : QAbstractListModel(parent) {}
  void show_notes(std::vector<SagaNote> notes);
  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;

 private:
  std::vector<SagaNote> notes_;
};

// What people wrote about the saga, and a field to add to it. What was typed stays until it is known to be kept.
class NotesView final : public QWidget {
  Q_OBJECT

 public:
  explicit NotesView(SagasController& controller, QWidget* parent = nullptr);
  void refresh();
  void begin_note();
  [[nodiscard]] NotesModel& model() { return *model_; }
  [[nodiscard]] StateView& state() { return *state_; }
  [[nodiscard]] QString status() const;

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void add();
  void refresh_list();

  SagasController& controller_;
  NotesModel* model_;
  QStackedWidget* stack_;
  QListView* list_;
  StateView* state_;
  QPlainTextEdit* field_;
  PlainTextLabel* status_;
  ActionButton* add_;
  std::string saga_;
  bool cleared_ = true;  // the field, for the note that was sent last
};

}  // namespace saga::ui
