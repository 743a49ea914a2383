// x[...] and x[...] = v. Python's brackets are not an operator, and their meaning differs between versions of libtorch.
// So this file does what Python's binding does, with the same functions of libtorch's.
#include <ATen/TensorIndexing.h>
#include <ATen/core/LegacyTypeDispatch.h>
#include <torch/csrc/jit/frontend/tracer.h>

#include <vector>

#include "guard.h"
#include "handles.h"
#include "plain_views.h"
#include "versions.h"

using namespace facade;
using at::indexing::TensorIndex;

namespace {

// The items between the brackets, borrowed from the caller.
struct Items {
  const ltf_value* first;
  int32_t count;
  bool is_tuple;
};

ltf_tensor* tensor_in(const ltf_value& value) {
  return static_cast<ltf_tensor*>(value.pointer);
}

at::Tensor index_of(const ltf_value& item) {
  auto index = retained(tensor_in(item));
  TORCH_CHECK(index.defined(), "an index is an undefined tensor");
#if !LTF_TORCH_AT_LEAST(2, 0)
  // Index tensors of int32, which C#'s literals give, are accepted by libtorch itself since 2.0.
  if (index.dim() > 0 && index.scalar_type() == c10::kInt) {
    return index.to(c10::kLong);
  }
#endif
  return index;
}

TensorIndex item_of(const ltf_value& item) {
  switch (item.tag) {
    case LTF_INT:
      return {item.integer};
    case LTF_BOOL:
      return {item.integer != 0};
    case LTF_NONE:
      return {at::indexing::None};
    case LTF_DEFAULT:
      return {at::indexing::Ellipsis};
    case LTF_INT_LIST: {
      const auto* slice = static_cast<const int64_t*>(item.pointer);
      return {at::indexing::Slice(slice[0], slice[1], slice[2])};
    }
    case LTF_TENSOR:
      return {index_of(item)};
    default:
      throw Failure(LTF_BAD_ARGUMENT, "an index has no such item");
  }
}

// How many dimensions the items index: a mask as many as it has dimensions, a list always one.
int64_t specified_by(const Items& items) {
  int64_t dimensions = 0;
  for (int32_t i = 0; i < items.count; i++) {
    const auto& item = items.first[i];
    if (item.tag == LTF_TENSOR) {
      const auto index = retained(tensor_in(item));
      const bool mask = index.scalar_type() == c10::kBool || index.scalar_type() == c10::kByte;
      const bool listed = item.count != 0;
      dimensions += mask && !listed ? index.dim() : 1;
    } else {
      dimensions += item.tag == LTF_INT || item.tag == LTF_INT_LIST ? 1 : 0;
    }
  }
  return dimensions;
}

bool is_position(const at::Tensor& index) {
  const auto type = index.scalar_type();
  return index.dim() == 0 && at::isIntegralType(type, /*includeBool=*/false) && type != c10::kByte;
}

// After two ellipses, and in a 0-dim tensor, libtorch reads the size of a dimension that does not exist, and finds a
// zero at best. This check makes it always count as zero.
void check_reach(const at::Tensor& view, const ltf_value& given, const TensorIndex& item, int64_t dim, int32_t place) {
  if (view.is_nested() || dim < view.dim()) {
    return;
  }
  if (item.is_integer() || (item.is_tensor() && is_position(item.tensor()))) {
    const int64_t position = item.is_integer() ? given.integer : item.tensor().item<int64_t>();
    // libtorch has a message of its own for x[0] of a 0-dim tensor.
    TORCH_CHECK_INDEX(dim == 0 && position == 0, "index ", position, " is out of bounds for dimension ", place,
                      " with size 0");
  } else if (item.is_slice() && dim > 0) {
    view.size(dim);
  }
}

#if LTF_TORCH_AT_LEAST(2, 0)
using Extents = c10::SymIntArrayRef;
Extents extents_of(const at::Tensor& tensor) {
  return tensor.sym_sizes();
}
#else
using Extents = c10::IntArrayRef;
Extents extents_of(const at::Tensor& tensor) {
  return tensor.sizes();
}
#endif

// The view that all items but index tensors make. Index tensors are put into `positions`, at the dimension that they
// index.
at::Tensor view_by(const at::Tensor& self, const Items& items, std::vector<at::Tensor>& positions) {
  auto specified = specified_by(items);
  if (!self.is_nested()) {
    TORCH_CHECK_INDEX(specified <= self.dim(), "too many indices for tensor of dimension ", self.dim());
  }
  int64_t dim = 0;
  auto view = self;
  // A slice that takes the whole dimension does not take all of another input's, so a trace needs it.
  const bool keeps_slices = torch::jit::tracer::isTracing();
  for (int32_t i = 0; i < items.count; i++) {
    const auto item = item_of(items.first[i]);
    check_reach(view, items.first[i], item, dim, i);
    const auto extents = view.is_nested() ? c10::optional<Extents>() : c10::optional<Extents>(extents_of(view));
    view = at::indexing::handleDimInMultiDimIndexing(view, self, item, &dim, &specified, i, positions, keeps_slices,
                                                     self.device(), extents);
  }
  return view;
}

// Python handles a single item that is neither tensor nor tuple separately: there, a slice of a whole dimension is
// recorded as a slice too.
bool is_simple(const Items& items) {
  return !items.is_tuple && items.first[0].tag != LTF_TENSOR;
}

at::Tensor get(const at::Tensor& self, const Items& items) {
  if (auto view = facade::plain_view(self, items.first, items.count, nullptr); view.defined()) {
    return view;
  }
  if (is_simple(items)) {
    const auto item = item_of(items.first[0]);
    check_reach(self, items.first[0], item, 0, 0);
    return at::indexing::get_item(self, {item});
  }
  std::vector<at::Tensor> positions;
  const auto view = view_by(self, items, positions);
  if (positions.empty()) {
    return view.is_same(self) ? at::alias(view) : view;
  }
  return at::indexing::dispatch_index(view, std::move(positions));
}

void set(const at::Tensor& self, const Items& items, const at::Tensor& value) {
  if (const auto view = facade::plain_view(self, items.first, items.count, &value); view.defined()) {
    at::indexing::copy_to(view, value);
    return;
  }
  if (is_simple(items)) {
    const auto item = item_of(items.first[0]);
    check_reach(self, items.first[0], item, 0, 0);
    at::indexing::set_item(self, {item}, value);
    return;
  }
  std::vector<at::Tensor> positions;
  auto view = view_by(self, items, positions);
  if (positions.empty()) {
    at::indexing::copy_to(view, value);
    return;
  }
  const auto sizes = value.sizes();
  size_t ones = 0;
  while (ones < sizes.size() && sizes[ones] == 1) {
    ones++;
  }
  at::indexing::dispatch_index_put_(view, std::move(positions), ones > 0 ? value.view(sizes.slice(ones)) : value);
}

// A number becomes a tensor with the dtype of the tensor that is written to, as in Python.
at::Tensor value_for(const at::Tensor& self, const at::Tensor& value) {
  if (!value.unsafeGetTensorImpl()->is_wrapped_number()) {
    return value;
  }
  const at::AutoDispatchBelowADInplaceOrView below;
  const bool quantized = at::isQIntType(self.scalar_type());
  const auto options = quantized ? at::device(c10::kCPU).dtype(c10::kFloat) : self.options();
  return at::indexing::scalarToTensor(value.item(), options, options.device());
}

bool is_sparse(c10::Layout layout) {
  return layout == c10::kSparse || layout == c10::kSparseCsr || layout == c10::kSparseCsc ||
         layout == c10::kSparseBsr || layout == c10::kSparseBsc;
}

}  // namespace

int32_t ltf_tensor_get_item(ltf_tensor* tensor, const ltf_value* items, int32_t count, int32_t is_tuple,
                            ltf_tensor** result) {
  return guarded([&] { *result = owned(get(retained(tensor), {items, count, count != 1 || is_tuple != 0})); });
}

int32_t ltf_tensor_set_item(ltf_tensor* tensor, const ltf_value* items, int32_t count, int32_t is_tuple,
                            ltf_tensor* value) {
  return guarded([&] {
    const auto self = retained(tensor);
    TORCH_CHECK_TYPE(!is_sparse(self.layout()), "Cannot assign to a sparse tensor");
    set(self, {items, count, count != 1 || is_tuple != 0}, value_for(self, retained(value)));
  });
}
