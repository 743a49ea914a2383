using LibTorch.Tests.Docs;

namespace LibTorch.Tests.OwnOperators;

/// <summary>
/// What other libraries do around operators happens also where nothing is recorded. The library of these tests replaces a
/// kernel of libtorch's, so programs of their own load it; what they print is what Python prints with it.
/// </summary>
public sealed class EffectsTests
{
    private static readonly string Library = Repository.PathOf("artifacts/own-operators/libeffects.so");

    [Fact]
    public void Kernels_of_other_libraries_are_called_without_grad()
    {
        const string Calls = """
            print(int(torch.ops.effects.count(x)))
            print(torch.ops.effects.only_autograd(x).tolist())
            with torch.no_grad():
                print(torch.ops.effects.only_autograd(w).tolist())
            torch.ops.effects.counts(x); torch.ops.effects.counts(x)
            with torch.no_grad():
                torch.ops.effects.counts(w)
            print(int(torch.ops.effects.count(x)))
            torch.digamma(x)
            with torch.no_grad():
                torch.digamma(w)
            print(int(torch.ops.effects.count(x)))
            """;
        Assert.Equal(Python(Calls), Printed("""
            // Known before the library replaced its kernel.
            _ = Torch.Digamma(x);
            Torch.Ops.LoadLibrary(path);
            Console.WriteLine(Torch.Ops["effects::count"].Invoke(x)[0]);
            Console.WriteLine(Text("only_autograd", x));
            using (Torch.NoGrad())
            {
                Console.WriteLine(Text("only_autograd", w));
            }

            Text("counts", x);
            Text("counts", x);
            using (Torch.NoGrad())
            {
                Text("counts", w);
            }

            Console.WriteLine(Torch.Ops["effects::count"].Invoke(x)[0]);
            Torch.Digamma(x);
            using (Torch.NoGrad())
            {
                Torch.Digamma(w);
            }

            Console.WriteLine(Torch.Ops["effects::count"].Invoke(x)[0]);
            """));
    }

    [Fact]
    public void Who_watches_operators_sees_those_that_record_nothing()
    {
        const string Calls = """
            torch.ops.effects.observe(x, True)
            for _ in range(10):
                x + x
            with torch.no_grad():
                w + x
            w + x
            print(int(torch.ops.effects.observe(x, False)))
            x + x
            print(int(torch.ops.effects.observe(x, True)))
            """;
        Assert.Equal(Python(Calls), Printed("""
            Torch.Ops.LoadLibrary(path);
            Torch.Ops["effects::observe"].Invoke(x, true);
            for (var i = 0; i < 10; i++)
            {
                _ = x + x;
            }

            using (Torch.NoGrad())
            {
                _ = w + x;
            }

            _ = w + x;
            Console.WriteLine(Torch.Ops["effects::observe"].Invoke(x, false)[0]);
            _ = x + x;
            Console.WriteLine(Torch.Ops["effects::observe"].Invoke(x, true)[0]);
            """));
    }

    [Fact]
    public void A_hook_of_another_library_may_register_hooks_on_its_own_node()
    {
        // The engine goes through the node's list of hooks meanwhile, which must not move, whether it has room or not. So
        // the new one may miss the pass that it is registered in, and no later one.
        Assert.Equal("called 3, then 2 times or 3\n", Printed("""
            Torch.Ops.LoadLibrary(path);
            unsafe
            {
                for (var hooks = 1; hooks <= 9; hooks++)
                {
                    var y = w * 2;
                    (State.Node, State.Calls, State.Then) = (y.GradFn!, 0, 0);
                    for (var i = 0; i < hooks; i++)
                    {
                        Torch.Ops["effects::hook_node"].Invoke(y, (long)(nint)(delegate* unmanaged<void>)&State.Called);
                    }

                    for (var pass = 0; pass < 3; pass++)
                    {
                        y.Sum().Backward(retainGraph: true);
                    }

                    if (State.Calls != 3 * hooks || State.Then is not (2 or 3))
                    {
                        Console.WriteLine($"{hooks} hooks: called {State.Calls} times, then {State.Then}");
                    }
                }

                Console.WriteLine("called 3, then 2 times or 3");
            }

            static class State
            {
                public static Node Node = null!;
                public static int Calls;
                public static int Then;

                [System.Runtime.InteropServices.UnmanagedCallersOnly]
                public static void Called()
                {
                    if (Calls++ == 0)
                    {
                        Node.RegisterPrehook(gradients => { Then++; return null; });
                    }

                    // What was freed would be used again.
                    for (var i = 0; i < 100; i++)
                    {
                        Torch.Ones(1).Dispose();
                    }
                }
            }
            """));
    }

    private static string Python(string calls)
    {
        var program = $"import torch\ntorch.ops.load_library('{Library}')\nx = torch.ones(2)\nw = torch.ones(2, requires_grad=True)\n{calls}";
        var (code, output, error) = ChildProcess.Run(PythonSession.Interpreter, ["-c", program]);
        Assert.True(code == 0, error);
        return output;
    }

    private static string Printed(string calls)
    {
        var (statements, types) = (calls, "");
        if (calls.IndexOf("static class", StringComparison.Ordinal) is >= 0 and var start)
        {
            (statements, types) = (calls[..start], calls[start..]);
        }

        using TemporaryProject project = new($$"""
            using LibTorch;

            var path = "{{Library}}";
            var x = Torch.Ones(2);
            var w = Torch.Ones([2], requiresGrad: true);
            {{statements}}

            static string Text(string name, Tensor x) =>
                "[" + string.Join(", ", ((Tensor)Torch.Ops["effects::" + name].Invoke(x)[0]!).ToArray<float>().Select(value => $"{value:0.0}")) + "]";
            {{types}}
            """);
        var (built, messages) = project.Build();
        Assert.True(built == 0, messages);
        var (code, output) = project.Run();
        Assert.True(code == 0, output);
        return output;
    }
}
