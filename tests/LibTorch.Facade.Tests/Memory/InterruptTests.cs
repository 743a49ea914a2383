using System.Diagnostics;
using LibTorch.Tests.Docs;

namespace LibTorch.Tests.Memory;

/// <summary>Threads that are interrupted all the time, while they and others make the library's own locks wait.</summary>
[Collection(ProcessWideState.Name)]
public sealed class InterruptTests
{
    private const long Mebibyte = 1 << 20;

    private static readonly TimeSpan Length = TimeSpan.FromSeconds(2);

    // One for each way in which a reference becomes a tensor.
    public static TheoryData<string> Ways => ["one", "list", "objects", "gradients", "hook", "function", "scope", "origins"];

    [Theory]
    [MemberData(nameof(Ways))]
    public void Nothing_is_lost(string way)
    {
        var work = Work(way);
        work();
        Settle();
        var before = Torch.Memory.Live;
        var watch = Stopwatch.StartNew();
        List<Exception> failures = [];
        var (rounds, interrupts) = (0, 0);
        var threads = Enumerable.Range(0, 4).Select(_ => new Thread(Run)).ToList();
        threads.ForEach(thread => thread.Start());
        while (watch.Elapsed < Length)
        {
            threads.ForEach(thread => thread.Interrupt());
            Thread.Sleep(1);
        }

        threads.ForEach(thread => thread.Join());
        Settle();
        Assert.Empty(failures);
        Assert.True(rounds > 50 && interrupts > 50, $"{rounds} rounds, {interrupts} interrupts");
        Assert.InRange(Torch.Memory.Live - before, long.MinValue, Mebibyte);

        void Run()
        {
            while (watch.Elapsed < Length)
            {
                try
                {
                    work();
                }
                catch (ThreadInterruptedException) when (way == "origins")
                {
                    // The runtime waits in locks of its own where it writes a stack as text.
                    Interlocked.Increment(ref interrupts);
                }
                catch (Exception failure)
                {
                    lock (failures)
                    {
                        failures.Add(failure);
                    }
                }

                Interlocked.Increment(ref rounds);
                try
                {
                    // What came meanwhile arrives at the program's own waits.
                    Thread.Sleep(0);
                }
                catch (ThreadInterruptedException)
                {
                    Interlocked.Increment(ref interrupts);
                }
            }
        }
    }

    // The first use loads libraries and runs static constructors, which would stay failed.
    [Fact]
    public void The_first_use_of_all_types_succeeds_or_can_be_tried_again()
    {
        using TemporaryProject project = new("""
            using LibTorch;

            var done = 0;
            var threads = Enumerable.Range(0, 8).Select(_ => new Thread(Work)).ToList();
            threads.ForEach(thread => thread.Start());
            while (threads.Exists(thread => thread.IsAlive))
            {
                threads.ForEach(thread => thread.Interrupt());
                Thread.Sleep(0);
            }

            Console.WriteLine(done);

            void Work()
            {
                while (true)
                {
                    try
                    {
                        var x = Torch.Ones([100], requiresGrad: true);
                        x.RegisterHook(grad => grad * 2);
                        using (Torch.Autograd.ForwardAD.DualLevel())
                        using (new TensorScope())
                        {
                            x.Sum().Backward();
                        }

                        Torch.Memory.Collect();
                        Interlocked.Increment(ref done);
                        return;
                    }
                    catch (ThreadInterruptedException)
                    {
                    }
                }
            }
            """);
        var (built, messages) = project.Build();
        Assert.True(built == 0, messages);
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal((0, "8\n"), project.Run());
        }
    }

    private static Action Work(string way) => way switch
    {
        "one" => () => Torch.Ones(16384),
        "list" => () => _ = Torch.Ones(16384).Chunk(8),
        "objects" => () => Torch.Ops["aten::split.Tensor"].Invoke(Torch.Ones(16384), 1000L),
        "gradients" => () =>
        {
            var x = Torch.Ones([16384], requiresGrad: true);
            Torch.Autograd.Grad([x.Exp().Sum()], [x]);
        },
        "hook" => () =>
        {
            var x = Torch.Ones([16384], requiresGrad: true);
            var y = x.Exp();
            y.GradFn!.RegisterHook((inputs, outputs) => [inputs[0]! * 2]);
            y.Sum().Backward();
        },
        "function" => () => CustomScale.Of(Torch.Ones([16384], requiresGrad: true)).Sum().Backward(),
        "scope" => () =>
        {
            using var scope = new TensorScope();
            scope.Keep(Torch.Ones(16384) * 2);
        },
        _ => () =>
        {
            Torch.Memory.RecordOrigins = true;
            Torch.Ones(16384);
            Torch.Memory.LivingTensors();
            Torch.Memory.RecordOrigins = false;
        },
    };

    private static void Settle()
    {
        for (var i = 0; i < 3; i++)
        {
            Torch.Memory.Collect();
        }
    }

    private sealed class CustomScale : UnaryFunction
    {
        public static Tensor Of(Tensor x) => new CustomScale().Apply(x);

        protected override Tensor Forward(FunctionContext ctx, Tensor input)
        {
            ctx.SaveForBackward(input);
            return input * 2;
        }

        protected override Tensor? Backward(FunctionContext ctx, Tensor gradOutput) => gradOutput * 2 * ctx.SavedTensors[0];
    }
}
