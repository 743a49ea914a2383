using LibTorch.Distributed;
using LibTorch.Interop;

namespace LibTorch;

public abstract partial class Torch
{
    /// <summary>
    /// Communication between the processes of a distributed program; <c>torch.distributed</c>. C# and Python processes on the same libtorch
    /// can be in one group.
    /// </summary>
    public static partial class Distributed
    {
        private static World? _world;
        private static int _joining;

        /// <summary>Whether this libtorch has <c>torch.distributed</c>; <c>torch.distributed.is_available</c>.</summary>
        public static bool IsAvailable() => C10dLibrary.Problem is null;

        /// <summary>Whether this libtorch has the backend Gloo; <c>torch.distributed.is_gloo_available</c>.</summary>
        public static bool IsGlooAvailable() => IsBackendAvailable("gloo");

        /// <summary>Whether this libtorch has the backend MPI; <c>torch.distributed.is_mpi_available</c>.</summary>
        public static bool IsMpiAvailable() => IsBackendAvailable(World.Mpi);

        /// <summary>Whether groups with this backend can be created; <c>torch.distributed.is_backend_available</c>.</summary>
        public static bool IsBackendAvailable(string backend) => IsAvailable() && GroupCalls.Backends().Contains(backend);

        /// <summary>Whether there is a default group; <c>torch.distributed.is_initialized</c>.</summary>
        public static bool IsInitialized() => _world is not null;

        /// <summary>Joins the default group by a URL that is the same for all ranks; <c>torch.distributed.init_process_group</c>.</summary>
        /// <param name="backend">
        /// The backend's name: <c>gloo</c>; or <c>mpi</c> if libtorch was built with MPI and an MPI launcher such as mpirun has started this
        /// process. MPI knows the ranks, so the other arguments except the timeout are ignored then.
        /// </param>
        /// <param name="initMethod">
        /// <c>env://</c>, <c>tcp://HOST:PORT</c> or <c>file:///PATH</c>. The default <c>env://</c> reads the environment variables that
        /// torchrun, MPI and Slurm launchers set.
        /// </param>
        /// <param name="timeout">How long to wait for the other ranks, here and in later calls; null: half an hour.</param>
        /// <param name="worldSize">The number of ranks; -1: taken from the URL or the environment.</param>
        /// <param name="rank">This process's rank; -1: taken from the URL or the environment.</param>
        /// <exception cref="LibTorchNotFoundException">This libtorch has no <c>torch.distributed</c>.</exception>
        /// <exception cref="InvalidOperationException">There is a default group already.</exception>
        /// <exception cref="TorchValueException">The URL or the environment lacks a value, or has a wrong one.</exception>
        /// <exception cref="TorchNotImplementedException">This libtorch has no such backend.</exception>
        /// <exception cref="TorchDistException">The port is in use, or not all ranks joined within the timeout.</exception>
        public static void InitProcessGroup(string backend = "gloo", string initMethod = "env://", TimeSpan? timeout = null, int worldSize = -1, int rank = -1)
        {
            var wait = timeout ?? Waiting.Default;
            Join(() =>
            {
                RequireBackend(backend);
                if (backend == World.Mpi)
                {
                    return World.JoinMpi(wait);
                }

                var (store, own, all) = Rendezvous.Meet(initMethod, rank, worldSize, wait);
                store.Timeout = wait;
                PrefixStore keys = new("default_pg", store);

                // The PrefixStore holds its own reference to the store.
                store.Dispose();
                return World.Join(backend, keys, ownsStore: true, own, all, wait);
            });
        }

        /// <summary>
        /// Joins the default group through a store that all ranks share; <c>torch.distributed.init_process_group(store=...)</c>.
        /// </summary>
        /// <param name="store">The store.</param>
        /// <param name="rank">This process's rank.</param>
        /// <param name="worldSize">The number of ranks.</param>
        /// <param name="backend">The backend's name: <c>gloo</c>.</param>
        /// <param name="timeout">How long to wait for the other ranks, here and in later calls; null: half an hour.</param>
        /// <exception cref="InvalidOperationException">There is a default group already.</exception>
        /// <exception cref="TorchValueException">The backend is MPI, which uses no store.</exception>
        /// <exception cref="TorchNotImplementedException">This libtorch has no such backend.</exception>
        /// <exception cref="TorchDistException">Not all ranks joined within the timeout.</exception>
        public static void InitProcessGroup(Store store, int rank, int worldSize, string backend = "gloo", TimeSpan? timeout = null)
        {
            ArgumentNullException.ThrowIfNull(store);
            ArgumentOutOfRangeException.ThrowIfNegative(rank);
            ArgumentOutOfRangeException.ThrowIfLessThan(worldSize, 1);
            if (backend == World.Mpi)
            {
                throw new TorchValueException("The backend MPI uses no store: its launcher gives each process its rank.");
            }

            Join(() =>
            {
                RequireBackend(backend);
                return World.Join(backend, store, ownsStore: false, rank, worldSize, timeout ?? Waiting.Default);
            });
        }

        /// <summary>Leaves a group; the default group (or null) means all groups; <c>torch.distributed.destroy_process_group</c>.</summary>
        /// <remarks>
        /// Waits some seconds at most for the group's connections and threads to end. An operation that hangs longer ends later, by its own
        /// timeout.
        /// </remarks>
        /// <exception cref="InvalidOperationException">There is no default group.</exception>
        public static void DestroyProcessGroup(ProcessGroup? group = null)
        {
            var world = Joined;
            if (group is not null && group != world.Group)
            {
                world.Others.Remove(group);
                group.Leave();
                return;
            }

            _world = null;
            world.Leave();
        }

        /// <summary>
        /// Creates a group of some ranks. All ranks of the default group must call it, in the same order;
        /// <c>torch.distributed.new_group</c>.
        /// </summary>
        /// <param name="ranks">The members; null: all ranks.</param>
        /// <param name="timeout">How long the members wait for each other; null: half an hour.</param>
        /// <param name="backend">The backend; null: the default group's.</param>
        /// <returns>The group. This process need not be a member of it.</returns>
        /// <exception cref="TorchValueException">A rank does not exist, or is given twice.</exception>
        /// <exception cref="TorchDistException">Not all ranks joined within the timeout.</exception>
        public static ProcessGroup NewGroup(IReadOnlyList<int>? ranks = null, TimeSpan? timeout = null, string? backend = null) => Joined.Add(ranks, backend, timeout);

        /// <summary>The default group; <c>torch.distributed.group.WORLD</c>.</summary>
        /// <exception cref="InvalidOperationException">There is none.</exception>
        public static ProcessGroup WorldGroup => Joined.Group;

        /// <summary>This process's rank, or -1 if it is not a member; <c>torch.distributed.get_rank</c>.</summary>
        public static int GetRank(ProcessGroup? group = null) => (group ?? WorldGroup).Rank;

        /// <summary>The number of ranks, or -1 if this process is not a member; <c>torch.distributed.get_world_size</c>.</summary>
        public static int GetWorldSize(ProcessGroup? group = null) => (group ?? WorldGroup) is { IsMember: true } own ? own.Size : -1;

        /// <summary>The backend's name; <c>torch.distributed.get_backend</c>.</summary>
        public static string GetBackend(ProcessGroup? group = null) => (group ?? WorldGroup).Backend;

        /// <summary>Converts a rank of the default group to the rank in the group; <c>torch.distributed.get_group_rank</c>.</summary>
        /// <exception cref="TorchValueException">That process is not a member of the group.</exception>
        public static int GetGroupRank(ProcessGroup group, int globalRank)
        {
            ArgumentNullException.ThrowIfNull(group);
            return group.RankOf(globalRank);
        }

        /// <summary>Converts a rank of the group to the rank in the default group; <c>torch.distributed.get_global_rank</c>.</summary>
        public static int GetGlobalRank(ProcessGroup group, int groupRank)
        {
            ArgumentNullException.ThrowIfNull(group);
            return (int)group.Ranks[groupRank];
        }

        private static World Joined => _world ?? throw new InvalidOperationException("Default process group has not been initialized, please make sure to call InitProcessGroup.");

        private static void RequireBackend(string backend)
        {
            if (!GroupCalls.Backends().Contains(backend))
            {
                throw new TorchNotImplementedException($"This libtorch has no backend '{backend}' that can be used from here; it has: {string.Join(", ", GroupCalls.Backends())}");
            }
        }

        private static void Join(Func<World> join)
        {
            if (_world is not null || Interlocked.Exchange(ref _joining, 1) != 0)
            {
                throw new InvalidOperationException("trying to initialize the default process group twice!");
            }

            try
            {
                _world = join();
            }
            finally
            {
                _joining = 0;
            }
        }
    }
}
