#include "plain_views.h"

#include <ATen/Functions.h>

#include "below_autograd.h"
#include "fast_paths.h"

namespace facade {
namespace {

// An LTF_INT_LIST item: start, stop and step.
struct Slice {
  explicit Slice(const ltf_value& item) : Slice(static_cast<const int64_t*>(item.pointer)) {}

  bool takes_all_of(int64_t extent) const {
    return start == 0 && stop >= extent && step == 1;
  }

  int64_t start, stop, step;

 private:
  explicit Slice(const int64_t* parts) : start(parts[0]), stop(parts[1]), step(parts[2]) {}
};

// How many dimensions the items index; -1 where an item makes no view, or there are two ellipses.
int64_t indexed_dimensions(const ltf_value* items, int32_t count) {
  int64_t dimensions = 0;
  bool ellipsis = false;
  for (int32_t i = 0; i < count; i++) {
    switch (items[i].tag) {
      case LTF_INT:
      case LTF_INT_LIST:
        dimensions++;
        break;
      case LTF_NONE:
        break;
      case LTF_DEFAULT:
        if (ellipsis) {
          return -1;
        }
        ellipsis = true;
        break;
      default:
        return -1;
    }
  }
  return dimensions;
}

at::Tensor view_of(const at::Tensor& self, const ltf_value* items, int32_t count) {
  const auto indexed = indexed_dimensions(items, count);
  if (indexed < 0 || indexed > self.dim()) {
    return {};
  }
  auto view = self;
  int64_t dim = 0;
  for (int32_t i = 0; i < count; i++) {
    const auto& item = items[i];
    if (item.tag == LTF_DEFAULT) {
      dim += self.dim() - indexed;
    } else if (item.tag == LTF_NONE) {
      view = at::unsqueeze(view, dim++);
    } else if (item.tag == LTF_INT) {
      const auto extent = view.size(dim);
      if (item.integer < -extent || item.integer >= extent) {
        return {};
      }
      view = at::select(view, dim, item.integer);
    } else {
      const Slice slice(item);
      if (slice.step <= 0) {
        return {};
      }
      if (!slice.takes_all_of(view.size(dim))) {
        view = at::slice(view, dim, slice.start, slice.stop, slice.step);
      }
      dim++;
    }
  }
  return view.is_same(self) ? at::alias(self) : view;
}

}  // namespace

at::Tensor plain_view(const at::Tensor& self, const ltf_value* items, int32_t count, const at::Tensor* value) {
  BelowAutograd below(PassedBy::autograd);
  if (!views_are_passed_by() || !below.allows(self) || (value != nullptr && !below.allows(*value))) {
    return {};
  }
  if (below.is_ordinary()) {
    const BelowAutograd::Guard guard(below);
    return view_of(self, items, count);
  }
  // In inference mode libtorch itself skips autograd.
  return below.is_inference() ? view_of(self, items, count) : at::Tensor();
}

}  // namespace facade
