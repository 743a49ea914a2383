namespace LibTorch.Tests.Errors;

/// <summary>Libtorch's warnings reach whoever listens, and nobody is harmed by them.</summary>
[Collection(ProcessWideState.Name)]
public sealed class WarningsTests(PythonSession python)
{
    // Resizing a result that has elements is what every libtorch warns about, each time.
    private static Tensor Provoke() => Torch.AddOut(Torch.Ones(2), Torch.Ones(3), Torch.Ones(3));

    [Fact]
    public void The_text_is_Pythons()
    {
        List<string> heard = [];
        Listening((_, warning) => heard.Add(warning.Message), () => Provoke());

        // Python adds where in C++ it came from.
        const string Setup = """
            import warnings
            def warned():
                with warnings.catch_warnings(record=True) as caught:
                    warnings.simplefilter("always")
                    torch.add(torch.ones(3), torch.ones(3), out=torch.ones(2))
                return str(caught[0].message).split(" (Triggered internally at")[0]
            """;
        Assert.Equal(python.Eval("warned()", Setup), Assert.Single(heard).TrimEnd());
    }

    [Fact]
    public void Each_listener_hears_it_until_it_leaves()
    {
        var (first, second) = (0, 0);
        void First(object? sender, TorchWarningEventArgs warning) => first++;
        Listening((_, _) => second++, () =>
        {
            Torch.WarningRaised += First;
            Provoke();
            Torch.WarningRaised -= First;
            Provoke();
        });
        Assert.Equal((1, 2), (first, second));
    }

    [Fact]
    public void A_handler_may_call_operators()
    {
        Tensor? sum = null;
        Listening((_, _) => sum = Torch.Ones(2) + 1, () => Assert.Equal([2f, 2f, 2f], Provoke().ToArray<float>()));
        Assert.Equal([2f, 2f], sum!.ToArray<float>());
    }

    [Fact]
    public void A_handler_that_throws_does_no_harm_to_the_call()
    {
        var calls = 0;
        var (result, error) = WithStandardError(() => Listening((_, _) => throw new InvalidOperationException($"call {++calls}"), () => Provoke().ToArray<float>()));
        Assert.Equal(1, calls);
        Assert.Equal([2f, 2f, 2f], result);
        Assert.Contains("InvalidOperationException: call 1", error);
    }

    [Fact]
    public void Without_a_listener_it_goes_to_standard_error()
    {
        string[] tests = [nameof(Each_listener_hears_it_until_it_leaves), nameof(Nobody_listens)];
        var (exit, _, error) = ChildProcess.RunTests(tests.Select(test => $"{typeof(WarningsTests).FullName}.{test}"));
        Assert.Equal(0, exit);
        Assert.Single(error.Split('\n'), line => line.StartsWith("UserWarning: An output with one or more elements was resized", StringComparison.Ordinal));
    }

    /// <summary>What <see cref="Without_a_listener_it_goes_to_standard_error"/> looks at from outside.</summary>
    [Fact]
    public void Nobody_listens() => Assert.Equal(3, Provoke().Numel);

    [Fact]
    public void Each_place_writes_a_text_once_as_in_Python()
    {
        var (exit, _, error) = ChildProcess.RunTests([$"{typeof(WarningsTests).FullName}.{nameof(Two_places_warn_again_and_again)}"]);
        Assert.Equal(0, exit);
        var (_, _, pythons) = ChildProcess.Run(PythonSession.Interpreter, ["-c", """
            import torch
            for i in range(3):
                torch.add(torch.ones(3), torch.ones(3), out=torch.ones(2))
                torch.add(torch.ones(3), torch.ones(3), out=torch.ones(2))
                torch.add(torch.ones(4), torch.ones(4), out=torch.ones(2 + i % 2))
            """]);
        Assert.Equal(Count(pythons), Count(error));

        static int Count(string text) => text.Split('\n').Count(line => line.Contains("UserWarning: An output with one or more elements was resized", StringComparison.Ordinal));
    }

    /// <summary>What <see cref="Each_place_writes_a_text_once_as_in_Python"/> looks at from outside.</summary>
    [Fact]
    public void Two_places_warn_again_and_again()
    {
        var heard = 0;
        for (var i = 0; i < 3; i++)
        {
            Torch.AddOut(Torch.Ones(2), Torch.Ones(3), Torch.Ones(3));
            Torch.AddOut(Torch.Ones(2), Torch.Ones(3), Torch.Ones(3));
            Torch.AddOut(Torch.Ones(2 + (i % 2)), Torch.Ones(4), Torch.Ones(4));
        }

        Listening((_, _) => heard++, () =>
        {
            for (var i = 0; i < 3; i++)
            {
                Torch.AddOut(Torch.Ones(2), Torch.Ones(3), Torch.Ones(3));
            }
        });
        Assert.Equal(3, heard);
    }

    private static void Listening(EventHandler<TorchWarningEventArgs> handler, Action action) => Listening(handler, () =>
    {
        action();
        return 0;
    });

    private static T Listening<T>(EventHandler<TorchWarningEventArgs> handler, Func<T> action)
    {
        Torch.WarningRaised += handler;
        try
        {
            return action();
        }
        finally
        {
            Torch.WarningRaised -= handler;
        }
    }

    private static (T Result, string Error) WithStandardError<T>(Func<T> action)
    {
        var before = Console.Error;
        using StringWriter written = new();
        Console.SetError(written);
        try
        {
            return (action(), written.ToString());
        }
        finally
        {
            Console.SetError(before);
        }
    }
}
