// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/routing/explain_panel.h"

#include <algorithm>

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QRegularExpressionValidator>
#include <QVBoxLayout>

#include "ui/routing/figure_table.h"
#include "ui/routing/routing_controller.h"
#include "ui/routing/routing_words.h"
#include "ui/widgets/format.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/plain_text_label.h"

namespace saga::ui {
namespace {
constexpr std::size_t kKept = 6;
}

ExplainPanel::ExplainPanel(RoutingController& controller, QWidget* parent)
    : QWidget(parent),
      controller_(controller),
      field_(new QLineEdit),
      vip_(new QCheckBox(tr("VIP"))),
      answer_(new PlainTextLabel(QString(), type::kDense, Color::TextSecondary)),
      table_(new FigureTable) {
  QHBoxLayout* head_line = nullptr;
  QWidget* head = panel_head(head_line, tr("Why does a user take a route?"));
  head_line->addStretch(1);
  field_->setFixedHeight(height::kControl);
  field_->setFixedWidth(120);
  field_->setPlaceholderText(tr("user id"));
  field_->setAccessibleName(tr("User id"));
  field_->setValidator(new QRegularExpressionValidator(QRegularExpression(QStringLiteral("-?[0-9]{0,18}")), field_));
  auto* ask = new Surface(Color::SurfaceBase);
  auto* line = new QHBoxLayout(ask);
  line->setContentsMargins(space::kPanelInset, 6, space::kPanelInset, 6);
  line->setSpacing(space::kUnit);
  answer_->set_wrapped(true);
  line->addWidget(field_);
  line->addWidget(vip_);
  line->addWidget(answer_, 1);
  table_->setAccessibleName(tr("Users asked about"));
  table_->set_columns({{tr("User"), 24}, {tr("Now"), 32}, {tr("Without the rollback"), 44}});
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  auto* panel = panel_of({head, ask, table_}, table_);
  column->addWidget(panel);
  connect(field_, &QLineEdit::textChanged, this, &ExplainPanel::refresh);
  connect(vip_, &QCheckBox::toggled, this, &ExplainPanel::refresh);
  connect(field_, &QLineEdit::returnPressed, this, &ExplainPanel::keep);
  connect(field_, &QLineEdit::editingFinished, this, &ExplainPanel::keep);
  refresh();
}

void ExplainPanel::focus_field() {
  field_->setFocus(Qt::ShortcutFocusReason);
  field_->selectAll();
}

std::optional<ExplainPanel::User> ExplainPanel::asked() const {
  bool ok = false;
  const qlonglong id = field_->text().toLongLong(&ok);
  return ok ? std::optional(User{id, vip_->isChecked()}) : std::nullopt;
}

void ExplainPanel::keep() {
  const auto user = asked();
  if (!user) return;
  std::erase(users_, *user);
  users_.push_front(*user);
  if (users_.size() > kKept) users_.pop_back();
  refresh();
}

std::vector<ExplainPanel::Line> ExplainPanel::lines() const {
  const RoutingState now = controller_.state(), without = controller_.state(true);
  std::vector<Line> lines;
  for (const User& user : users_) {
    const QString name = QString::number(user.id) + (user.vip ? QStringLiteral(" · ") + tr("VIP") : QString());
    lines.push_back({name, route_word(decide(now, user.id, user.vip).route),
                     decision_text(decide(without, user.id, user.vip), without, user.id)});
  }
  return lines;
}

QString ExplainPanel::answer() const { return answer_->text(); }

void ExplainPanel::refresh() {
  const auto user = asked();
  const RoutingState now = controller_.state();
  if (!controller_.snapshot()) {
    answer_->show_text(tr("the toggles are not known yet"));
  } else if (user) {
    answer_->show_text(decision_text(decide(now, user->id, user->vip), now, user->id));
  } else {
    answer_->show_text(tr("type an id; Enter keeps it below"));
  }
  std::vector<FigureTable::Row> rows;
  for (const Line& line : lines()) {
    rows.push_back({{{line.user}, {line.now, FigureTable::Tone::Strong}, {line.without_rollback}}});
  }
  table_->show_rows(std::move(rows));
}

}  // namespace saga::ui
