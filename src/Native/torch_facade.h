/* The whole C boundary between the C# facade and libtorch.
 *
 * Rules:
 *  - Every function that can fail returns a status and gives its results through out-parameters,
 *    which are untouched unless the status is LTF_OK. No C++ exception leaves a function.
 *  - A tensor is a TensorImpl pointer. "owned" means the receiver holds one reference and gives it
 *    back with ltf_tensor_release; "borrowed" means it is valid during the call only. NULL is the
 *    undefined tensor.
 *  - A text handed out (ltf_text) is borrowed: it stays valid until the same thread's next call
 *    that hands one out.
 *  - A new operator never changes this file.
 */
#ifndef TORCH_FACADE_H
#define TORCH_FACADE_H

#include <stdint.h>

#if defined(__cplusplus)
extern "C" {
#endif

#define LTF_API __attribute__((visibility("default")))

typedef enum ltf_status {
  LTF_OK = 0,
  LTF_ERROR = 1,
  LTF_INDEX_ERROR = 2,
  LTF_TYPE_ERROR = 3,
  LTF_VALUE_ERROR = 4,
  LTF_NOT_IMPLEMENTED_ERROR = 5,
  LTF_OUT_OF_MEMORY_ERROR = 6,
  LTF_LINALG_ERROR = 7,
  LTF_OPERATOR_NOT_FOUND = 8, /* this libtorch has no such operator or argument */
  LTF_BAD_ARGUMENT = 9,       /* an argument does not fit the operator's schema */
  LTF_CANNOT_LOAD = 10        /* no shared library, or one that does not fit */
} ltf_status;

typedef struct ltf_tensor ltf_tensor;       /* a c10::TensorImpl */
typedef struct ltf_generator ltf_generator; /* a c10::GeneratorImpl */
typedef struct ltf_operator ltf_operator;   /* resolved operator; lives as long as the process */
typedef struct ltf_object ltf_object;       /* a c10::IValue of a type without a tag of its own */
typedef struct ltf_node ltf_node;           /* a shared pointer to a torch::autograd::Node */

typedef struct ltf_text {
  const char* data; /* UTF-8, not terminated */
  int64_t length;
} ltf_text;

typedef enum ltf_tag {
  LTF_DEFAULT = 0, /* argument only: the schema's default */
  LTF_NONE = 1,
  LTF_TENSOR = 2,
  LTF_INT = 3,
  LTF_DOUBLE = 4,
  LTF_BOOL = 5,
  LTF_COMPLEX = 6,      /* pointer to two doubles */
  LTF_STRING = 7,       /* UTF-8 bytes, count = their number */
  LTF_DEVICE = 8,       /* low half: type, high half: index (-1: none) */
  LTF_INT_LIST = 9,     /* pointer to count int64_t */
  LTF_DOUBLE_LIST = 10, /* pointer to count double */
  LTF_BOOL_LIST = 11,   /* pointer to count bytes */
  LTF_TENSOR_LIST = 12, /* pointer to count ltf_tensor* */
  LTF_LIST = 13,        /* pointer to count ltf_value */
  LTF_GENERATOR = 14,
  LTF_ARGUMENT = 15, /* result only: the argument at this place, written in place */
  LTF_OBJECT = 16    /* an ltf_object; as a result, count = its ltf_object_kind */
} ltf_tag;

typedef enum ltf_object_kind { LTF_OTHER_OBJECT = 0, LTF_STORAGE = 1, LTF_STREAM = 2 } ltf_object_kind;

/* One argument or result. As an argument everything it points to is borrowed. As a result it owns
 * what it points to: a tensor or object is taken over by the receiver, all else goes with ltf_value_release. */
typedef struct ltf_value {
  union {
    int64_t integer;
    double real;
    void* pointer;
  };
  int32_t tag;
  int32_t count;
} ltf_value;

/* ---- errors --------------------------------------------------------------------------------- */

/* The message and the C++ backtrace of this thread's last failure (borrowed until its next one). */
LTF_API void ltf_last_error(ltf_text* message, ltf_text* backtrace);

/* ---- operators ------------------------------------------------------------------------------ */

/* Finds an operator. Callers give its arguments in the order of `names`, which are matched with the
 * running libtorch's schema ("from_|from" matches either); with names == NULL the order is the schema's own. The result is
 * borrowed from the process for good. */
LTF_API int32_t ltf_operator_resolve(const char* name, const char* overload, const char* const* names, int32_t count,
                                     ltf_operator** result);

/* The operator's schema as text, and how many results a call gives. */
LTF_API int32_t ltf_operator_describe(const ltf_operator* op, ltf_text* schema, int32_t* results);

/* Calls it. `results` has room for as many values as ltf_operator_describe says. */
LTF_API int32_t ltf_operator_call(const ltf_operator* op, const ltf_value* arguments, int32_t count,
                                  ltf_value* results);

/* Loads a shared library for good, so that what it registers is there; `path` is a whole one. */
LTF_API int32_t ltf_library_load(const char* path);

/* All schemas of the registry, a line each. */
LTF_API int32_t ltf_operator_schemas(ltf_text* lines);

/* Gives back what a result that was not taken over owns. */
LTF_API void ltf_value_release(ltf_value* value);

/* ---- objects -------------------------------------------------------------------------------- */

LTF_API void ltf_object_release(ltf_object* object);
/* The type as a schema writes it: "Storage", "__torch__.torch.classes.rnn.CellParamsBase". */
LTF_API int32_t ltf_object_type(const ltf_object* object, ltf_text* type);
/* The memory that a tensor lies in (owned). */
LTF_API int32_t ltf_tensor_storage(ltf_tensor* tensor, ltf_object** storage);
LTF_API int32_t ltf_storage_bytes(const ltf_object* storage, int64_t* bytes);
/* A queue of work on a device, by the number that the device's library knows it by (owned). */
LTF_API int32_t ltf_stream_create(int32_t device_type, int32_t device_index, int64_t id, ltf_object** stream);

/* ---- tensors -------------------------------------------------------------------------------- */

enum {
  LTF_IS_REQUIRES_GRAD = 1,
  LTF_IS_LEAF = 2,
  LTF_IS_CONTIGUOUS = 4,
  LTF_IS_INFERENCE = 8,
  LTF_IS_CONJ = 16,
  LTF_IS_NEG = 32,
  LTF_IS_RETAINS_GRAD = 64,
  LTF_IS_VIEW = 128
};

typedef struct ltf_tensor_info {
  const int64_t* sizes;   /* borrowed from the tensor */
  const int64_t* strides; /* borrowed; NULL where the layout has none */
  int64_t dimensions;
  int64_t elements;
  int32_t dtype;
  int32_t layout;
  int32_t device_type;
  int32_t device_index;
  int32_t item_size;
  int32_t flags;
} ltf_tensor_info;

LTF_API void ltf_tensor_release(ltf_tensor* tensor);
LTF_API int32_t ltf_tensor_describe(ltf_tensor* tensor, ltf_tensor_info* info);
/* The address of the first element (borrowed from the tensor; NULL when it has no elements). */
LTF_API int32_t ltf_tensor_data(ltf_tensor* tensor, void** data);
LTF_API int32_t ltf_tensor_version(ltf_tensor* tensor, int64_t* version);
/* Another tensor on the same data, outside the graph, with a version counter of its own (owned). */
LTF_API int32_t ltf_tensor_variable_data(ltf_tensor* tensor, ltf_tensor** result);
LTF_API int32_t ltf_tensor_set_data(ltf_tensor* tensor, ltf_tensor* data);

/* ---- autograd ------------------------------------------------------------------------------- */

enum { LTF_RETAIN_GRAPH = 1, LTF_CREATE_GRAPH = 2, LTF_ALLOW_UNREACHABLE = 4, LTF_ACCUMULATE = 8 };

LTF_API int32_t ltf_tensor_grad(ltf_tensor* tensor, ltf_tensor** grad); /* owned, or NULL */
LTF_API int32_t ltf_tensor_set_grad(ltf_tensor* tensor, ltf_tensor* grad);
LTF_API int32_t ltf_tensor_set_requires_grad(ltf_tensor* tensor, int32_t value);
LTF_API int32_t ltf_tensor_retain_grad(ltf_tensor* tensor);
LTF_API int32_t ltf_tensor_output_nr(ltf_tensor* tensor, int64_t* number);
LTF_API int32_t ltf_tensor_grad_fn(ltf_tensor* tensor, ltf_node** node); /* owned, or NULL for a leaf */
LTF_API void ltf_node_release(ltf_node* node);
LTF_API int32_t ltf_node_name(ltf_node* node, ltf_text* name);

/* Runs the engine from `outputs` with `gradients` (as many). With LTF_ACCUMULATE the leaves' grads
 * grow (only those of `inputs`, if any are given); without it `results` has room for one owned
 * gradient, or NULL, for each input. */
LTF_API int32_t ltf_autograd_run(ltf_tensor* const* outputs, ltf_tensor* const* gradients, int32_t count,
                                 ltf_tensor* const* inputs, int32_t input_count, int32_t flags, ltf_tensor** results);

/* ---- modes (of the calling thread) ---------------------------------------------------------- */

LTF_API int32_t ltf_grad_mode(void);
LTF_API void ltf_set_grad_mode(int32_t enabled);
LTF_API int32_t ltf_inference_mode(void);
/* The guard is owned and must be given back on the same thread. */
LTF_API int32_t ltf_inference_mode_enter(int32_t enabled, void** guard);
LTF_API void ltf_inference_mode_exit(void* guard);

/* ---- warnings ------------------------------------------------------------------------------- */

/* Who hears libtorch's warnings, on the thread that raised one; the text (UTF-8) is borrowed during the
 * call, which must not throw. Where it answers 0, or there is none (NULL), the warning goes to standard error. */
typedef int32_t (*ltf_warning_handler)(const char* text, int64_t length);
LTF_API void ltf_set_warning_handler(ltf_warning_handler handler);

/* ---- the library ---------------------------------------------------------------------------- */

/* The libtorch version this shim was built for, and the file its symbols come from. */
LTF_API int32_t ltf_library(ltf_text* version, ltf_text* path);
/* Reads a device such as "cuda:1"; and its text (index -1: none is shown). */
LTF_API int32_t ltf_device_parse(const char* text, int32_t* type, int32_t* index);
LTF_API int32_t ltf_device_text(int32_t type, int32_t index, ltf_text* text);
LTF_API int32_t ltf_manual_seed(uint64_t seed);
LTF_API int32_t ltf_initial_seed(uint64_t* seed);
/* A generator of its own on the device (owned). */
LTF_API int32_t ltf_generator_create(int32_t device_type, int32_t device_index, ltf_generator** generator);
LTF_API void ltf_generator_release(ltf_generator* generator);
LTF_API int32_t ltf_generator_seed(ltf_generator* generator, uint64_t seed);
LTF_API int32_t ltf_generator_initial_seed(ltf_generator* generator, uint64_t* seed);
LTF_API int32_t ltf_default_dtype(int32_t* dtype);
LTF_API int32_t ltf_set_default_dtype(int32_t dtype);
/* -1 when this libtorch was built without CUDA. */
LTF_API int32_t ltf_cuda_device_count(int32_t* count);
LTF_API int32_t ltf_threads(int32_t* count);
LTF_API int32_t ltf_set_threads(int32_t count);

#if defined(__cplusplus)
}
#endif

#endif
