// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <string_view>

namespace saga::payment {

// The schemas that one payment touches, in the order in which they are locked.
enum class Place { Saga, Orders, Balances, Products, Payments };
inline constexpr std::array<Place, 5> kPlaces{Place::Saga, Place::Orders, Place::Balances, Place::Products,
                                              Place::Payments};
[[nodiscard]] std::string_view to_text(Place place);

}  // namespace saga::payment
