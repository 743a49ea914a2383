using LibTorch.Tests.Docs;

namespace LibTorch.Tests.OwnOperators;

/// <summary>What the runtime makes of signals, a null reference and a division by zero, stays an exception whatever libraries are loaded.</summary>
public sealed class SignalTests
{
    private static readonly string Library = Repository.PathOf("artifacts/own-operators/libsignals.so");

    // libtorch itself may bring such a library: Debian 13's does.
    [Theory]
    [InlineData("Torch.Ones(2);")]
    [InlineData("Torch.Distributed.IsAvailable();")]
    [InlineData("Torch.Ops.LoadLibrary(\"{0}\");")]
    public void Exceptions_that_are_signals_do_not_end_the_process(string loading)
    {
        using TemporaryProject project = new($$"""
            using LibTorch;

            {{loading.Replace("{0}", Library, StringComparison.Ordinal)}}
            var (zero, nothing) = (args.Length, args.Length == 0 ? null : "");
            try { Console.WriteLine(1 / zero); } catch (DivideByZeroException) { Console.WriteLine("divided by zero"); }
            try { Console.WriteLine(nothing!.Length); } catch (NullReferenceException) { Console.WriteLine("null"); }
            """);
        var (built, messages) = project.Build();
        Assert.True(built == 0, messages);
        Assert.Equal((0, "divided by zero\nnull\n"), project.Run());
    }
}
