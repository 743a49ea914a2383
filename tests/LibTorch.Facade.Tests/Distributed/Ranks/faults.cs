// One rank of a group in which something goes wrong. It says what was thrown, and after how many seconds.
using System.Diagnostics;
using System.Globalization;
using LibTorch.Distributed;
using LibTorch.NN.Parallel;
using Dist = LibTorch.Torch.Distributed;

var timeout = TimeSpan.FromSeconds(4);
var rank = int.Parse(Environment.GetEnvironmentVariable("RANK")!, CultureInfo.InvariantCulture);

void Say(string what) => Console.WriteLine(what);

void Try(Action action)
{
    var watch = Stopwatch.StartNew();
    try
    {
        action();
        Say("nothing was thrown");
    }
    catch (TorchException error)
    {
        Say($"{error.GetType().Name} {watch.Elapsed.TotalSeconds.ToString("F1", CultureInfo.InvariantCulture)} {error.Message.ReplaceLineEndings(" ")}");
    }
}

void Die() => Process.GetCurrentProcess().Kill();

// As long as a rank can be expected to need for its end, on a busy machine too.
void Linger() => Thread.Sleep(TimeSpan.FromSeconds(3));

switch (args[0])
{
    case "killed":
        Dist.InitProcessGroup(timeout: timeout);
        Dist.Barrier();
        if (rank == 1)
        {
            Die();
        }

        Try(() => Dist.AllReduce(Torch.Ones(1000)));
        break;

    case "killed-in-functional":
        Dist.InitProcessGroup(timeout: timeout);
        Dist.Barrier();
        if (rank == 1)
        {
            Die();
        }

        Try(() => Dist.FunctionalCollectives.AllReduce(Torch.Ones(1000)));
        break;

    case "killed-receiving":
        Dist.InitProcessGroup(timeout: timeout);
        Dist.Barrier();
        if (rank == 1)
        {
            Die();
        }

        Try(() => Dist.Recv(Torch.Ones(3), 1));
        break;

    case "killed-in-backward":
        Dist.InitProcessGroup(timeout: timeout);
        DistributedDataParallel<Tensor, Tensor> model = new(new Linear(3, 2));
        var loss = model.Call(Torch.Ones(4, 3)).Sum();
        Dist.Barrier();
        if (rank == 1)
        {
            Die();
        }

        Try(() => loss.Backward());
        break;

    case "late":
        Dist.InitProcessGroup(timeout: timeout);
        Dist.Barrier();
        if (rank == 1)
        {
            Thread.Sleep(timeout * 3);
        }
        else
        {
            Try(() => Dist.AllReduce(Torch.Ones(1000)));
        }

        break;

    case "alone":
        // The others never come.
        Try(() => Dist.InitProcessGroup(timeout: timeout));
        Say($"{Dist.IsInitialized()}");
        break;

    case "cut":
        // The network goes away when all have said that they are ready.
        Dist.InitProcessGroup(timeout: timeout);
        Dist.Barrier();
        Say("ready");
        Try(() =>
        {
            while (true)
            {
                Dist.AllReduce(Torch.Ones(1000));
            }
        });
        break;

    case "monitored":
        Dist.InitProcessGroup(timeout: TimeSpan.FromSeconds(60));
        if (rank == 1)
        {
            Linger();
        }
        else
        {
            Try(() => Dist.MonitoredBarrier(timeout: TimeSpan.FromSeconds(1)));
        }

        break;

    case "store":
        // The one who serves it goes.
        var port = int.Parse(Environment.GetEnvironmentVariable("MASTER_PORT")!, CultureInfo.InvariantCulture);
        TCPStore store = new("127.0.0.1", port, 2, rank == 0, TimeSpan.FromSeconds(60));
        if (rank == 0)
        {
            store.Get("waits");
            Die();
        }

        store.Set("waits", "yes");
        Try(() => store.Get("missing"));
        break;

    case "exhausted":
        // Rank 0 has no input left after one pass.
        Dist.InitProcessGroup(timeout: TimeSpan.FromSeconds(60));
        DistributedDataParallel<Tensor, Tensor> uneven = new(new Linear(3, 2));
        Try(() => uneven.Join(
            () =>
            {
                for (var i = 0; i < 1 + 2 * rank; i++)
                {
                    uneven.Call(Torch.Ones(4, 3)).Sum().Backward();
                }
            },
            throwOnEarlyTermination: true));
        Dist.DestroyProcessGroup();
        break;

    case "unfinished":
        // A process that ends while something is still going on.
        Dist.InitProcessGroup(timeout: TimeSpan.FromSeconds(60));
        Dist.Barrier();
        if (rank == 0)
        {
            var work = Dist.AllReduceAsync(Torch.Ones(1000));
            Say($"{work.IsCompleted()}");
        }
        else
        {
            Try(() => Dist.Recv(Torch.Ones(1), 0));
        }

        break;

    case "uncaught":
        Dist.InitProcessGroup(timeout: timeout);
        Dist.Barrier();
        if (rank == 1)
        {
            throw new InvalidOperationException("on purpose");
        }

        Try(() => Dist.Barrier());
        break;

    case "again":
        // One group after the other.
        foreach (var turn in Enumerable.Range(0, 10))
        {
            Dist.InitProcessGroup(initMethod: $"file://{args[1]}-{turn}", timeout: TimeSpan.FromSeconds(60), rank: rank, worldSize: 2);
            var x = Torch.Full([3], rank + turn);
            Dist.AllReduce(x);
            Say($"{string.Join(' ', x.ToArray<long>())}");
            Dist.Barrier();
            Dist.DestroyProcessGroup();
        }

        Say($"{Process.GetCurrentProcess().Threads.Cast<ProcessThread>().Count()}");
        break;

    case "awaited":
        Dist.InitProcessGroup(timeout: TimeSpan.FromSeconds(60));
        var group = Dist.NewGroup([0, 1]);
        Tensor[] all = [.. Enumerable.Range(0, 40).Select(i => Torch.Full([2], rank + i))];
        await Task.WhenAll(all.Select((tensor, i) => Dist.AllReduceAsync(tensor, group: i % 2 == 0 ? null : group).AsTask()));
        Say(string.Join(' ', all.Select(tensor => tensor[0].Item<long>())));
        var received = Torch.Zeros([2]);
        await (rank == 0 ? Dist.ISend(Torch.Ones(2), 1) : Dist.IRecv(received, 0));
        await Dist.BarrierAsync();
        Dist.DestroyProcessGroup();
        break;

    case "objects":
        Dist.InitProcessGroup(timeout: TimeSpan.FromSeconds(60));
        Say(string.Join(' ', Dist.AllGatherObject(new string('x', rank + 1))));
        Say(Dist.BroadcastObject(rank == 1 ? "from one" : null, src: 1)!);
        Say(string.Join(' ', Dist.GatherObject(new Dictionary<string, int> { ["rank"] = rank }, dst: 1)?.Select(one => one!["rank"]) ?? []));
        Say($"{Dist.ScatterObject<string>(rank == 2 ? ["zero", "one", "and two"] : null, src: 2)}");
        Dist.DestroyProcessGroup();
        break;
}
