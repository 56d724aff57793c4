// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/runtime/reconnecting_session.h"

#include <utility>

namespace saga::payment {

ReconnectingSession::ReconnectingSession(pg::Settings settings, Prepare prepare)
    : settings_(std::move(settings)), prepare_(std::move(prepare)) {}

Result<pg::Session*> ReconnectingSession::get() {
  if (session_ && !session_->broken()) return session_.get();
  session_.reset();
  auto opened = pg::Session::open(settings_);
  if (!opened) return std::unexpected(opened.error());
  if (prepare_) {
    if (auto prepared = prepare_(**opened); !prepared) return std::unexpected(prepared.error());
  }
  session_ = std::move(*opened);
  return session_.get();
}

}  // namespace saga::payment
