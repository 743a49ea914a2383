/* The C boundary between the C# facade and libtorch's c10d: many processes that work as one. It is a library of its
 * own, libtorch_facade_c10d.so, which is loaded when it is first used.
 *
 * The rules are those of torch_facade.h: every function that can fail returns an ltf_status, catches everything, and
 * leaves its results untouched on failure. What failed, ltf_last_error of that library tells. "owned" means that the
 * receiver gives it back with the release function of its kind, "borrowed" that it is valid during the call only.
 * Milliseconds are int64_t; a negative timeout stands for the group's or store's own.
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

/* What this library was built for, read in the file as torch_facade.h's own: it is of both headers. */
LTF_API extern const char ltf_c10d_built_for[];
/* Takes the result of torch_facade's ltf_services. Called once, before anything else. */
LTF_API void ltf_c10d_attach(const void* services);
/* The names of the backends that a group can be made of, with commas between them. */
LTF_API int32_t ltf_c10d_backends(ltf_text* names);

/* ---- stores --------------------------------------------------------------------------------- */

/* How a TCP store is reached. */
typedef struct ltf_tcp_store_options {
  int64_t timeout;
  int32_t port;    /* 0, for a server: the system chooses */
  int32_t workers; /* how many join; negative: nobody knows */
  int32_t is_server;
  int32_t waits_for_workers;
  int32_t multi_tenant; /* a second server of this process on the same port is the first one */
  int32_t uses_libuv;
} ltf_tcp_store_options;

/* The store (owned), and the port that it is served on. */
LTF_API int32_t ltf_store_tcp(const char* host, const ltf_tcp_store_options* options, ltf_store** store, int32_t* port);
/* The others (owned). A prefix store keeps the one that it stands on. */
LTF_API int32_t ltf_store_file(const char* path, int32_t workers, ltf_store** store);
LTF_API int32_t ltf_store_hash(ltf_store** store);
LTF_API int32_t ltf_store_prefix(const char* prefix, ltf_store* inner, ltf_store** store);
LTF_API void ltf_store_release(ltf_store* store);

LTF_API int32_t ltf_store_set(ltf_store* store, const char* key, const void* value, int64_t length);
/* Waits until the key is there. The value is borrowed as a text is. */
LTF_API int32_t ltf_store_get(ltf_store* store, const char* key, ltf_text* value);
LTF_API int32_t ltf_store_add(ltf_store* store, const char* key, int64_t amount, int64_t* sum);
/* Sets the value where it was the expected one; what is there afterwards is borrowed as a text is. */
LTF_API int32_t ltf_store_compare_set(ltf_store* store, const char* key, const void* expected, int64_t expected_length,
                                      const void* desired, int64_t desired_length, ltf_text* value);
LTF_API int32_t ltf_store_delete(ltf_store* store, const char* key, int32_t* deleted);
LTF_API int32_t ltf_store_key_count(ltf_store* store, int64_t* count);
LTF_API int32_t ltf_store_check(ltf_store* store, const char* const* keys, int32_t count, int32_t* all_there);
LTF_API int32_t ltf_store_wait(ltf_store* store, const char* const* keys, int32_t count, int64_t timeout);
LTF_API int32_t ltf_store_timeout(ltf_store* store, int64_t* timeout);
LTF_API int32_t ltf_store_set_timeout(ltf_store* store, int64_t timeout);

/* ---- groups --------------------------------------------------------------------------------- */

/* Joins the group (owned) of this name, whose ranks meet at the store, as Python's ranks of the same libtorch do. */
LTF_API int32_t ltf_group_create(const char* backend, ltf_store* store, const char* name, int32_t rank, int32_t size,
                                 int64_t timeout, ltf_group** group);
/* The same among the processes that an MPI starter has started, by their numbers there; none: all of them. MPI tells
 * this process's rank and how many there are. NULL where this process is none of the ranks. */
LTF_API int32_t ltf_group_create_mpi(const int32_t* ranks, int32_t count, const char* name, ltf_group** group,
                                     int32_t* rank, int32_t* size);
/* Has the ranks agree on the number that their calls are counted from, which those of 1.13 do when all have joined. */
LTF_API int32_t ltf_group_agree_on_number(ltf_group* group);
/* Leaves the group: its connections and threads end, at the latest when the calls that run have ended. The caller waits
 * for that so many milliseconds; `ended` says whether it came to it. */
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

/* One collective, as this rank calls it. Everything that it points to is borrowed; the work keeps the tensors. */
typedef struct ltf_collective {
  ltf_tensor* const* outputs; /* what is written; of what is changed in place, that */
  ltf_tensor* const* inputs;
  const int64_t* output_splits; /* of LTF_ALL_TO_ALL_SINGLE; none: equal parts */
  const int64_t* input_splits;
  int64_t timeout;
  int32_t output_count;
  int32_t input_count;
  int32_t output_split_count;
  int32_t input_split_count;
  int32_t kind;
  int32_t reduce_op; /* c10d's number of it */
  int32_t peer;      /* the root's rank in the group, or who sends or receives */
  int32_t tag;
} ltf_collective;

/* Starts it, and gives its work (owned). */
LTF_API int32_t ltf_collective_start(ltf_group* group, const ltf_collective* collective, ltf_work** work);
/* Waits until every rank has come, and says who has not. Rank 0 finds one who is missing, or, if it is to wait, all. */
LTF_API int32_t ltf_monitored_barrier(ltf_group* group, int64_t timeout, int32_t wait_all_ranks);

/* ---- works ---------------------------------------------------------------------------------- */

LTF_API void ltf_work_release(ltf_work* work);
/* Waits for its end; 0: as long as the group's timeout allows. */
LTF_API int32_t ltf_work_wait(ltf_work* work, int64_t timeout);
LTF_API int32_t ltf_work_is_completed(ltf_work* work, int32_t* completed);
LTF_API int32_t ltf_work_is_success(ltf_work* work, int32_t* success);
LTF_API int32_t ltf_work_source_rank(ltf_work* work, int32_t* rank);
/* Has `token` come out of ltf_works_next when the work has ended; `told` is 0 for works that say nothing, as sending.
 */
LTF_API int32_t ltf_work_tell(ltf_work* work, int64_t token, int32_t* told);
/* Waits so many milliseconds for a work that has ended. 1: one has, and `token` is its. It touches nothing of
 * libtorch's, so a process that ends does not wait for whoever is in here. */
LTF_API int32_t ltf_works_next(int64_t patience, int64_t* token);

/* ---- gradients of all ranks ----------------------------------------------------------------- */

/* Gives all ranks of the group the tensors of one, in place and in buffers of so many bytes. */
LTF_API int32_t ltf_broadcast_coalesced(ltf_group* group, ltf_tensor* const* tensors, int32_t count,
                                        int64_t buffer_bytes, int32_t root);
/* Fails where ranks have other numbers, shapes or dtypes of parameters than rank 0. */
LTF_API int32_t ltf_verify_parameters(ltf_group* group, ltf_tensor* const* parameters, int32_t count);

typedef struct ltf_reducer_options {
  int64_t bucket_bytes;
  int64_t first_bucket_bytes;
  int32_t finds_unused_parameters;
  int32_t gradients_are_views;
  int32_t is_static_graph;
  int32_t has_uneven_first; /* whether rebuilt buckets begin with a smaller one */
} ltf_reducer_options;

/* Has each backward pass average the parameters' gradients over the ranks (owned). `sparse` says for each parameter
 * whether its gradient is sparse. Its hooks end with it, so it has to live as long as a graph that leads to the
 * parameters. */
LTF_API int32_t ltf_reducer_create(ltf_group* group, ltf_tensor* const* parameters, const int32_t* sparse,
                                   int32_t count, const ltf_reducer_options* options, ltf_reducer** reducer);
LTF_API void ltf_reducer_release(ltf_reducer* reducer);
/* Has gradients go over the network in another dtype, by c10's number. Once, before the first pass. */
LTF_API int32_t ltf_reducer_compress(ltf_reducer* reducer, ltf_group* group, int32_t dtype);
/* Has `hook` (taken over) average each bucket. It is called as ltf_callbacks' `call`, twice for a bucket: to begin,
 * with the gradients in one piece as the first tensor; then one with the bucket's number and whether it is the pass's
 * last; and each gradient and each parameter as the second ones. To end, with the bucket's number alone, and then it
 * gives what the gradients are to be. Once, before the first pass. */
LTF_API int32_t ltf_reducer_hook(ltf_reducer* reducer, ltf_managed hook);
/* Has the next pass's gradients be divided by the number of ranks that take part in it, which the work's all-reduced
 * tensor tells; or, with `by_all`, by the number of all ranks. */
LTF_API int32_t ltf_reducer_expect(ltf_reducer* reducer, ltf_work* work, int32_t by_all);
/* Takes part in the other ranks' backward pass as a rank without inputs: with gradients of zeros. `finds_unused` as in
 * the reducer's options. */
LTF_API int32_t ltf_reducer_join(ltf_reducer* reducer, ltf_group* group, int32_t finds_unused);
LTF_API int32_t ltf_reducer_prepare_for_forward(ltf_reducer* reducer);
/* Orders the buckets as gradients were ready in the first pass; says whether it did. */
LTF_API int32_t ltf_reducer_rebuild_buckets(ltf_reducer* reducer, int32_t* rebuilt);
/* Looks for unused parameters from these outputs on; none: all are used. */
LTF_API int32_t ltf_reducer_prepare_for_backward(ltf_reducer* reducer, ltf_tensor* const* outputs, int32_t count);
/* Called in a backward pass: at its end all gradients are averaged at once. */
LTF_API int32_t ltf_reducer_delay_all_reduce(ltf_reducer* reducer);

#if defined(__cplusplus)
}
#endif

#endif
