// Maps what c10d and Gloo throw to the facade's exceptions. In Python most of it is a RuntimeError, but a program that
// restarts a training has to tell a lost rank from a wrong argument.
#include <c10/util/Exception.h>

#include <array>
#include <stdexcept>
#include <typeinfo>

#include "../gloo_errors.h"
#include "c10d.h"

namespace facade::c10d_library {
namespace {

bool has(const std::string& text, const char* part) {
  return text.find(part) != std::string::npos;
}

bool tells_of_timeout(const std::string& text) {
  return has(text, "imed out") || has(text, "timeout") || has(text, "Timeout") ||
         has(text, "failed to pass monitoredBarrier");
}

bool tells_of_network(const std::string& text) {
  constexpr std::array said = {"onnection", "ocket", "roken pipe", "in use", "ddress", "failed to connect", "Connect"};
  for (const auto* part : said) {
    if (has(text, part)) {
      return true;
    }
  }
  return false;
}

ltf_status status_of(const std::string& text, ltf_status other) {
  if (tells_of_timeout(text)) {
    return LTF_DIST_TIMEOUT_ERROR;
  }
  return tells_of_network(text) ? LTF_DIST_NETWORK_ERROR : other;
}

}  // namespace

[[noreturn]] void rethrow_by_kind() {
  try {
    throw;
  } catch (const Failure&) {
    throw;
  } catch (const c10::Error& error) {
    const std::string text = error.what_without_backtrace();
    // A timeout is recognised by its text, since its class differs between releases.
    if (tells_of_timeout(text)) {
      throw Failure(LTF_DIST_TIMEOUT_ERROR, text);
    }
    // Subclasses of c10::Error get their status from keep_error() in torch_facade.
    if (typeid(error) == typeid(c10::Error) && tells_of_network(text)) {
      throw Failure(LTF_DIST_NETWORK_ERROR, text);
    }
    throw;
  } catch (const std::invalid_argument& error) {
    throw Failure(LTF_VALUE_ERROR, error.what());
  } catch (const std::out_of_range& error) {
    throw Failure(LTF_INDEX_ERROR, error.what());
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::exception& error) {
    const std::string text = error.what();
    throw Failure(status_of(text, is_gloos(error) ? LTF_DIST_BACKEND_ERROR : LTF_DIST_ERROR), text);
  }
}

}  // namespace facade::c10d_library
