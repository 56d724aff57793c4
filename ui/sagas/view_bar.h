// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLineEdit;
class QMenu;
class QStackedWidget;

namespace saga::ui {

class ActionButton;
class SavedViews;

// Saved views in the filter bar: one button with the name of the view that is shown, a menu of all of them, and in the
// button's place a field when one is to be named.
class ViewBar final : public QWidget {
  Q_OBJECT

 public:
  explicit ViewBar(SavedViews& views, QWidget* parent = nullptr);
  // Whether what is shown is still what the current view says.
  void show_moved_on(bool moved_on);
  void open_menu();
  void ask_for_name();  // of what is shown, as a new view

 Q_SIGNALS:
  void chosen(const QString& id);
  void save_wanted(const QString& name);
  void change_wanted(const QString& id);  // to what is shown

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void refresh();
  void fill(QMenu& menu);
  void ask(const QString& id, const QString& name);
  void named();
  void close_field();

  SavedViews& views_;
  QStackedWidget* stack_;
  ActionButton* button_;
  QLineEdit* field_;
  QString renaming_;  // "": a new view is named
  bool moved_on_ = false;
};

}  // namespace saga::ui
