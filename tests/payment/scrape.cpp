// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/payment/scrape.h"

#include <array>
#include <cstring>
#include <netinet/in.h>
#include <sstream>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

#include <fmt/format.h>

namespace saga::test {
namespace {

std::string ask(int port) {
  const int fd = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(static_cast<std::uint16_t>(port));
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  std::string answer;
  if (connect(fd, reinterpret_cast<const sockaddr*>(&to), sizeof to) == 0) {
    const std::string request = "GET /metrics HTTP/1.0\r\nHost: localhost\r\n\r\n";
    EXPECT_EQ(write(fd, request.data(), request.size()), static_cast<ssize_t>(request.size()));
    std::array<char, 16'384> part{};
    for (ssize_t size = 0; (size = read(fd, part.data(), part.size())) > 0;) {
      answer.append(part.data(), static_cast<std::size_t>(size));
    }
  }
  close(fd);
  return answer;
}

}  // namespace

std::string scrape_text(const std::string& address) {
  const auto colon = address.rfind(':');
  EXPECT_NE(colon, std::string::npos) << "nothing listens: " << address;
  if (colon == std::string::npos) return {};
  const std::string answer = ask(std::stoi(address.substr(colon + 1)));
  const auto body = answer.find("\r\n\r\n");
  EXPECT_NE(answer.find("200 OK"), std::string::npos) << answer.substr(0, 200);
  EXPECT_NE(answer.find("Content-Type: text/plain"), std::string::npos) << answer.substr(0, 400);
  return body == std::string::npos ? std::string() : answer.substr(body + 4);
}

Scraped scrape(const std::string& address) {
  Scraped scraped;
  std::istringstream lines(scrape_text(address));
  for (std::string line; std::getline(lines, line);) {
    const auto space = line.rfind(' ');
    if (line.empty() || line.front() == '#' || space == std::string::npos) continue;
    EXPECT_TRUE(scraped.emplace(line.substr(0, space), std::strtod(line.c_str() + space, nullptr)).second) << line;
  }
  return scraped;
}

std::string lines_of(const Scraped& scraped, const std::string& beginning) {
  std::string lines;
  for (auto at = scraped.lower_bound(beginning); at != scraped.end() && at->first.starts_with(beginning); ++at) {
    lines += fmt::format("{} {}\n", at->first, at->second);
  }
  return lines;
}

double sum_of(const Scraped& scraped, const std::string& metric, const std::string& labels) {
  double sum = 0;
  for (const auto& [name, value] : scraped) {
    const bool is_it = name == metric || name.starts_with(metric + "{");
    if (is_it && name.find(labels) != std::string::npos) sum += value;
  }
  return sum;
}

testing::AssertionResult shows(const std::string& address, const std::function<std::string(const Scraped&)>& read,
                               const std::string& expected) {
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  std::string seen;
  do {
    seen = read(scrape(address));
    if (seen == expected) return testing::AssertionSuccess();
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  } while (std::chrono::steady_clock::now() < until);
  return testing::AssertionFailure() << "\n is      " << seen << "\n not     " << expected;
}

}  // namespace saga::test
