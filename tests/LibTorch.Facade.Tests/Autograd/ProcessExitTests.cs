using LibTorch.Tests.Docs;

namespace LibTorch.Tests.Autograd;

/// <summary>A program may end while libtorch still holds its hooks and functions.</summary>
public sealed class ProcessExitTests
{
    [Fact]
    public void A_program_ends_with_hooks_in_place()
    {
        EndsWell(runs: 5, prints: "main\nexit tensor([1.])\n", """
            using LibTorch;

            var x = Torch.Ones([3], requiresGrad: true);
            x.RegisterHook(grad => grad * 2);
            var y = new Twice().Apply(x);
            y.GradFn!.Metadata["name"] = new object();
            var z = Torch.Utils.Checkpoint(input => input.Exp(), y);
            Holder.Held = [x, y, z];
            var thread = new Thread(() => (new Twice().Apply(x) * 2).Sum().Backward());
            thread.Start();
            thread.Join();
            AppDomain.CurrentDomain.ProcessExit += (_, _) =>
            {
                var last = Torch.Ones([1], requiresGrad: true);
                last.RegisterHook(grad => { Console.WriteLine($"exit {grad}"); });
                last.Sum().Backward();
            };
            Console.WriteLine("main");

            static class Holder { public static Tensor[]? Held; }

            sealed class Twice : UnaryFunction
            {
                protected override Tensor Forward(FunctionContext ctx, Tensor input) => input * 2;
                protected override Tensor? Backward(FunctionContext ctx, Tensor gradOutput) => gradOutput * 2;
            }
            """);
    }

    [Fact]
    public void A_program_ends_while_its_threads_work()
    {
        EndsWell(runs: 20, prints: "main\n", """
            using LibTorch;

            for (var i = 0; i < 3; i++)
            {
                new Thread(Work) { IsBackground = true }.Start();
            }

            // Some of the runs end while libtorch is being loaded.
            Thread.Sleep(Random.Shared.Next(1000));
            Console.WriteLine("main");

            static void Work()
            {
                while (true)
                {
                    var x = Torch.Ones([100], requiresGrad: true);
                    x.RegisterHook(grad => grad * 2);
                    (x * 2).Sum().Backward();
                    try
                    {
                        _ = Torch.Ones(2).Matmul(Torch.Ones(3));
                    }
                    catch (TorchException)
                    {
                        using var product = Torch.Ones(200, 200).Matmul(Torch.Ones(200, 200));
                    }
                }
            }
            """);
    }

    [Fact]
    public void A_program_ends_while_a_thread_uses_operators_for_the_first_time()
    {
        // What libtorch and the native library make once is made after the program began to end.
        EndsWell(runs: 10, prints: "main\n", """
            using LibTorch;

            var schemas = OperatorRegistry.Schemas();
            AppDomain.CurrentDomain.ProcessExit += (_, _) =>
            {
                new Thread(() =>
                {
                    foreach (var schema in schemas)
                    {
                        _ = Torch.Ops[schema[..schema.IndexOf('(')]];
                    }
                })
                { IsBackground = true }.Start();
                Thread.Sleep(20);
            };
            Console.WriteLine("main");
            """);
    }

    [Fact]
    public void The_collector_is_not_kept_waiting_by_threads_that_read_numbers()
    {
        // Reading a number tells the collector nothing, so the process would stand still with a thread that waits inside.
        EndsWell(runs: 5, prints: "main\nquick\n", """
            using System.Diagnostics;
            using LibTorch;

            var x = Torch.Ones(1);
            for (var i = 0; i < 3; i++)
            {
                new Thread(() =>
                {
                    while (true)
                    {
                        x.Item();
                        _ = Torch.IsGradEnabled();
                    }
                })
                { IsBackground = true }.Start();
            }

            Thread.Sleep(100);
            AppDomain.CurrentDomain.ProcessExit += (_, _) =>
            {
                var watch = Stopwatch.StartNew();
                for (var i = 0; i < 3; i++)
                {
                    GC.Collect();
                }

                // Those who wait outside libtorch until the process has ended do so for two seconds at first.
                Console.WriteLine(watch.ElapsedMilliseconds < 1500 ? "quick" : $"slow: {watch.ElapsedMilliseconds} ms");
            };
            Console.WriteLine("main");
            """);
    }

    private static void EndsWell(int runs, string prints, string program)
    {
        using TemporaryProject project = new(program);
        var (built, messages) = project.Build();
        Assert.True(built == 0, messages);
        for (var i = 0; i < runs; i++)
        {
            Assert.Equal((0, prints), project.Run());
        }
    }
}
