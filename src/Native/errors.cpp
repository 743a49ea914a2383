#include <c10/util/Exception.h>

#include <cstring>
#include <new>
#include <typeinfo>

#include "callbacks.h"
#include "gloo_errors.h"
#include "guard.h"
#include "versions.h"

namespace facade {
namespace {

struct LastError {
  std::string message;
  std::string backtrace;
  std::string trace;
  Managed exception;
};

thread_local LastError last_error;
thread_local std::string lent_text;

int32_t keep(ltf_status status, const char* message, const std::string& backtrace = {}) {
  last_error.message = message;
  last_error.backtrace = backtrace;
  last_error.trace.clear();
  last_error.exception.reset();
  return status;
}

int32_t keep(const ManagedFailure& failure) {
  keep(LTF_MANAGED_ERROR, failure.what());
  last_error.exception = failure.error;
  return LTF_MANAGED_ERROR;
}

int32_t keep(ltf_status status, const c10::Error& error) {
#if LTF_TORCH_AT_LEAST(2, 3)
  // Since 2.3 backtraces are lazy and are returned through a shared pointer.
  return keep(status, error.what_without_backtrace(), error.backtrace() ? error.backtrace()->get() : std::string());
#else
  return keep(status, error.what_without_backtrace(), error.backtrace());
#endif
}

// A backward pass of distributed training fails with Gloo's exceptions.
ltf_status status_of(const std::exception& error) {
  if (!is_gloos(error)) {
    return LTF_ERROR;
  }
  return std::strstr(error.what(), "imed out") != nullptr ? LTF_DIST_TIMEOUT_ERROR : LTF_DIST_NETWORK_ERROR;
}

// Keeps the original error and, with it, the stack of the forward call that created the failing node.
int32_t keep(const AnomalyFailure& failure) {
  try {
    std::rethrow_exception(failure.original);
  } catch (...) {
    const auto status = keep_error();
    last_error.trace = failure.trace;
    return status;
  }
}

}  // namespace

int32_t keep_error() noexcept {
  try {
    try {
      throw;
    } catch (const AnomalyFailure& failure) {
      return keep(failure);
    } catch (const ManagedFailure& failure) {
      return keep(failure);
    } catch (const Failure& error) {
      return keep(error.status, error.what());
    } catch (const c10::IndexError& error) {
      return keep(LTF_INDEX_ERROR, error);
    } catch (const c10::TypeError& error) {
      return keep(LTF_TYPE_ERROR, error);
    } catch (const c10::ValueError& error) {
      return keep(LTF_VALUE_ERROR, error);
    } catch (const c10::NotImplementedError& error) {
      return keep(LTF_NOT_IMPLEMENTED_ERROR, error);
    } catch (const c10::OutOfMemoryError& error) {
      return keep(LTF_OUT_OF_MEMORY_ERROR, error);
    } catch (const c10::LinAlgError& error) {
      return keep(LTF_LINALG_ERROR, error);
#if LTF_TORCH_AT_LEAST(2, 2)
      // 1.13 and the first releases of 2 throw a plain c10::Error instead.
    } catch (const c10::DistBackendError& error) {
      return keep(LTF_DIST_BACKEND_ERROR, error);
    } catch (const c10::DistStoreError& error) {
      return keep(LTF_DIST_STORE_ERROR, error);
    } catch (const c10::DistNetworkError& error) {
      return keep(LTF_DIST_NETWORK_ERROR, error);
    } catch (const c10::DistError& error) {
      return keep(LTF_DIST_ERROR, error);
#endif
    } catch (const c10::Error& error) {
      return keep(LTF_ERROR, error);
    } catch (const std::bad_alloc& error) {
      return keep(LTF_OUT_OF_MEMORY_ERROR, error.what());
    } catch (const std::exception& error) {
      return keep(status_of(error), error.what());
    } catch (...) {
      return keep(LTF_ERROR, "an exception of an unknown type was thrown in native code");
    }
  } catch (...) {
    // There is no memory for the message either, so only the status is reported.
    return LTF_OUT_OF_MEMORY_ERROR;
  }
}

ltf_text lend(std::string text) {
  lent_text = std::move(text);
  return {lent_text.data(), static_cast<int64_t>(lent_text.size())};
}

struct KeptTexts::State {
  LastError error = std::move(last_error);
  std::string lent = std::move(lent_text);
};

KeptTexts::KeptTexts() : state_(std::make_unique<State>()) {}

KeptTexts::~KeptTexts() {
  last_error = std::move(state_->error);
  lent_text = std::move(state_->lent);
}

}  // namespace facade

void ltf_last_error(ltf_text* message, ltf_text* backtrace) {
  using facade::last_error;
  *message = {last_error.message.data(), static_cast<int64_t>(last_error.message.size())};
  *backtrace = {last_error.backtrace.data(), static_cast<int64_t>(last_error.backtrace.size())};
}

void ltf_last_error_trace(ltf_text* trace) {
  using facade::last_error;
  *trace = {last_error.trace.data(), static_cast<int64_t>(last_error.trace.size())};
}

void ltf_last_error_exception(const void* runtime, void** exception) {
  const auto thrown = std::move(facade::last_error.exception);
  *exception = facade::exception_for(runtime, thrown);
}
