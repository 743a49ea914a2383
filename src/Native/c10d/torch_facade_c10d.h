/* The C boundary between the C# facade and libtorch's c10d, for distributed training. It is a library of its
 * own, libtorch_facade_c10d.so, which is loaded when it is first used.
 *
 * The rules are those of torch_facade.h: every function that can fail returns an ltf_status, catches everything, and
 * leaves its results untouched on failure. ltf_last_error of torch_facade gives the error. "owned" means that the
 * receiver releases the object with the release function of its type, "borrowed" that it is valid during the call only.
 * Timeouts are int64_t milliseconds; a negative timeout stands for the group's or store's default.
 */
#ifndef TORCH_FACADE_C10D_H
#define TORCH_FACADE_C10D_H

#include "../torch_facade.h"

#if defined(__cplusplus)
extern "C" {
#endif

typedef struct ltf_store ltf_store;     /* a c10d::Store */
typedef struct ltf_group ltf_group;     /* a c10d::ProcessGroup */
typedef struct ltf_work ltf_work;       /* a c10d::Work */
typedef struct ltf_reducer ltf_reducer; /* a shared pointer to a c10d::Reducer */

/* ---- the library ---------------------------------------------------------------------------- */

/* What this library was built for, read from the file like torch_facade.h's ltf_built_for. Its boundary hash covers
 * both headers. */
LTF_API extern const char ltf_c10d_built_for[];
/* Takes the result of torch_facade's ltf_services. Called once, before anything else. */
LTF_API void ltf_c10d_attach(const void* services);
/* The names of the available backends, separated by commas. */
LTF_API int32_t ltf_c10d_backends(ltf_text* names);

/* ---- stores --------------------------------------------------------------------------------- */

/* The options of a TCP store. */
typedef struct ltf_tcp_store_options {
  int64_t timeout;
  int32_t port;    /* 0 for a server: the system chooses one */
  int32_t workers; /* how many processes join; negative: unknown */
  int32_t is_server;
  int32_t waits_for_workers;
  int32_t multi_tenant; /* servers of this process on the same port share one server */
  int32_t uses_libuv;
} ltf_tcp_store_options;

/* Creates a TCP store (owned); `port` is the port of its server. */
LTF_API int32_t ltf_store_tcp(const char* host, const ltf_tcp_store_options* options, ltf_store** store, int32_t* port);
/* The other kinds of stores (owned). A prefix store keeps the store that it wraps alive. */
LTF_API int32_t ltf_store_file(const char* path, int32_t workers, ltf_store** store);
LTF_API int32_t ltf_store_hash(ltf_store** store);
LTF_API int32_t ltf_store_prefix(const char* prefix, ltf_store* inner, ltf_store** store);
LTF_API void ltf_store_release(ltf_store* store);

LTF_API int32_t ltf_store_set(ltf_store* store, const char* key, const void* value, int64_t length);
/* Waits until the key exists. The value is borrowed, like an ltf_text. */
LTF_API int32_t ltf_store_get(ltf_store* store, const char* key, ltf_text* value);
LTF_API int32_t ltf_store_add(ltf_store* store, const char* key, int64_t amount, int64_t* sum);
/* Sets the value if it was `expected`. The value afterwards is borrowed, like an ltf_text. */
LTF_API int32_t ltf_store_compare_set(ltf_store* store, const char* key, const void* expected, int64_t expected_length,
                                      const void* desired, int64_t desired_length, ltf_text* value);
LTF_API int32_t ltf_store_delete(ltf_store* store, const char* key, int32_t* deleted);
LTF_API int32_t ltf_store_key_count(ltf_store* store, int64_t* count);
LTF_API int32_t ltf_store_check(ltf_store* store, const char* const* keys, int32_t count, int32_t* all_there);
LTF_API int32_t ltf_store_wait(ltf_store* store, const char* const* keys, int32_t count, int64_t timeout);
LTF_API int32_t ltf_store_timeout(ltf_store* store, int64_t* timeout);
LTF_API int32_t ltf_store_set_timeout(ltf_store* store, int64_t timeout);

/* ---- groups --------------------------------------------------------------------------------- */

/* Joins the group (owned) of this name. Its ranks meet at the store, and may be Python ranks with the same libtorch. */
LTF_API int32_t ltf_group_create(const char* backend, ltf_store* store, const char* name, int32_t rank, int32_t size,
                                 int64_t timeout, ltf_group** group);
/* Joins a group (owned) of processes that an MPI starter such as mpirun has started. `ranks` are their MPI ranks; none:
 * all of them. MPI determines this process's rank in the group, and the group's size. NULL if this process is not in
 * it. */
LTF_API int32_t ltf_group_create_mpi(const int32_t* ranks, int32_t count, const char* name, ltf_group** group,
                                     int32_t* rank, int32_t* size);
/* Whether operators that are given a group's name find this group by its own. They do not if another group of the
 * process had the name before; and old releases have no such operators. */
LTF_API int32_t ltf_group_is_registered(ltf_group* group, int32_t* registered);
/* Makes the ranks agree on the sequence number from which they count their calls. Only 1.13 needs this, after all ranks
 * have joined; later it does nothing. */
LTF_API int32_t ltf_group_agree_on_number(ltf_group* group);
/* Leaves the group: its connections and threads end, at the latest when its running calls have ended. The caller waits
 * for that for at most `patience` milliseconds; `ended` tells whether it happened. */
LTF_API int32_t ltf_group_leave(ltf_group* owned, int64_t patience, int32_t* ended);
/* The same without waiting. */
LTF_API void ltf_group_release(ltf_group* group);

typedef enum ltf_collective_kind {
  LTF_BROADCAST = 0,
  LTF_ALL_REDUCE = 1,
  LTF_ALL_REDUCE_COALESCED = 2,
  LTF_REDUCE = 3,
  LTF_ALL_GATHER = 4,
  LTF_ALL_GATHER_INTO_TENSOR = 5,
  LTF_GATHER = 6,
  LTF_SCATTER = 7,
  LTF_REDUCE_SCATTER = 8,
  LTF_REDUCE_SCATTER_TENSOR = 9,
  LTF_ALL_TO_ALL = 10,
  LTF_ALL_TO_ALL_SINGLE = 11,
  LTF_BARRIER = 12,
  LTF_SEND = 13,
  LTF_RECV = 14,
  LTF_RECV_FROM_ANY = 15
} ltf_collective_kind;

/* The arguments of one collective on this rank. Everything that it points to is borrowed; the work keeps the tensors
 * alive. */
typedef struct ltf_collective {
  ltf_tensor* const* outputs; /* the tensors that are written, or modified in place */
  ltf_tensor* const* inputs;
  const int64_t* output_splits; /* for LTF_ALL_TO_ALL_SINGLE; none: equal parts */
  const int64_t* input_splits;
  int64_t timeout;
  int32_t output_count;
  int32_t input_count;
  int32_t output_split_count;
  int32_t input_split_count;
  int32_t kind;
  int32_t reduce_op; /* the value of c10d::ReduceOp::RedOpType */
  int32_t peer;      /* the root's rank in the group, or that of the sender or receiver */
  int32_t tag;
} ltf_collective;

/* Starts the collective, and returns its work (owned). */
LTF_API int32_t ltf_collective_start(ltf_group* group, const ltf_collective* collective, ltf_work** work);
/* Waits until every rank has arrived, and fails with the ranks that have not: on rank 0, with the first missing one or,
 * with `wait_all_ranks`, with all. */
LTF_API int32_t ltf_monitored_barrier(ltf_group* group, int64_t timeout, int32_t wait_all_ranks);

/* ---- works ---------------------------------------------------------------------------------- */

LTF_API void ltf_work_release(ltf_work* work);
/* Waits until the work has ended; timeout 0: as long as the group's timeout allows. */
LTF_API int32_t ltf_work_wait(ltf_work* work, int64_t timeout);
LTF_API int32_t ltf_work_is_completed(ltf_work* work, int32_t* completed);
LTF_API int32_t ltf_work_is_success(ltf_work* work, int32_t* success);
LTF_API int32_t ltf_work_source_rank(ltf_work* work, int32_t* rank);
/* Queues `token` for ltf_works_next when the work has ended. `told` is 0 for works that do not report their end, such
 * as sends. */
LTF_API int32_t ltf_work_tell(ltf_work* work, int64_t token, int32_t* told);
/* Waits up to `patience` milliseconds for a work to end. Returns 1 if one has, with its token. It uses nothing of
 * libtorch's, so a process that ends does not wait for a thread in here. */
LTF_API int32_t ltf_works_next(int64_t patience, int64_t* token);

/* ---- gradients of all ranks ----------------------------------------------------------------- */

/* Broadcasts the tensors of rank `root` to all ranks of the group, in place, in buffers of `buffer_bytes`. */
LTF_API int32_t ltf_broadcast_coalesced(ltf_group* group, ltf_tensor* const* tensors, int32_t count,
                                        int64_t buffer_bytes, int32_t root);
/* Fails if the number, shapes or dtypes of a rank's parameters differ from rank 0's. */
LTF_API int32_t ltf_verify_parameters(ltf_group* group, ltf_tensor* const* parameters, int32_t count);

typedef struct ltf_reducer_options {
  int64_t bucket_bytes;
  int64_t first_bucket_bytes;
  int32_t finds_unused_parameters;
  int32_t gradients_are_views;
  int32_t is_static_graph;
  int32_t has_uneven_first; /* whether rebuilt buckets begin with a smaller one */
} ltf_reducer_options;

/* Creates a reducer (owned), which averages the parameters' gradients over the ranks in each backward pass. `sparse`
 * tells for each parameter whether its gradient is sparse. Releasing the reducer removes its hooks, so it has to live
 * as long as any graph that leads to the parameters. */
LTF_API int32_t ltf_reducer_create(ltf_group* group, ltf_tensor* const* parameters, const int32_t* sparse,
                                   int32_t count, const ltf_reducer_options* options, ltf_reducer** reducer);
LTF_API void ltf_reducer_release(ltf_reducer* reducer);
/* Sends gradients over the network in another dtype, given as c10's number. Call it once, before the first pass. */
LTF_API int32_t ltf_reducer_compress(ltf_reducer* reducer, ltf_group* group, int32_t dtype);
/* Uses `hook` (taken over) to average each bucket. It is called like ltf_callbacks' `call`, twice for each bucket. The
 * first call starts the work: its first list is the bucket's flat gradients, and a tensor with the bucket's number and
 * whether it is the last one of the pass; its second list is each gradient, then each parameter. The second call has
 * the bucket's number alone, and returns the averaged gradients. Register it once, before the first pass. */
LTF_API int32_t ltf_reducer_hook(ltf_reducer* reducer, ltf_managed hook);
/* For uneven inputs: divides the next pass's gradients by the number of ranks that still have inputs, which is the
 * result of the work's all-reduce; with `by_all`, by the number of all ranks. */
LTF_API int32_t ltf_reducer_expect(ltf_reducer* reducer, ltf_work* work, int32_t by_all);
/* On a rank that has no inputs left: takes part in the all-reduces of the other ranks' backward pass, with gradients of
 * zeros. `finds_unused` as in the reducer's options. */
LTF_API int32_t ltf_reducer_join(ltf_reducer* reducer, ltf_group* group, int32_t finds_unused);
LTF_API int32_t ltf_reducer_prepare_for_forward(ltf_reducer* reducer);
/* Rebuilds the buckets in the order in which gradients were ready in the first pass; says whether it did. */
LTF_API int32_t ltf_reducer_rebuild_buckets(ltf_reducer* reducer, int32_t* rebuilt);
/* Searches the graph of these outputs for unused parameters; without outputs, all parameters count as used. */
LTF_API int32_t ltf_reducer_prepare_for_backward(ltf_reducer* reducer, ltf_tensor* const* outputs, int32_t count);
/* Call this in a backward pass: all gradients are then averaged at the pass's end. */
LTF_API int32_t ltf_reducer_delay_all_reduce(ltf_reducer* reducer);

#if defined(__cplusplus)
}
#endif

#endif
