using LibTorch.Tests.Docs;

namespace LibTorch.Tests.Memory;

/// <summary>Which allocator tensors' memory comes from, and that it is there to the end.</summary>
public sealed class AllocatorTests
{
    // It asks for the end of all memory where the last tensors are still in use: by libtorch's own statics, for one.
    private const string Program = """
        using LibTorch;

        Holder.Held = [Torch.Ones(1), Torch.Ones(1 << 20)];
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Console.WriteLine(Holder.Held[1].Sum());
        new Thread(() => { while (true) { _ = Holder.Held[1] * 2; } }) { IsBackground = true }.Start();
        Thread.Sleep(100);

        static class Holder { public static Tensor[] Held = []; }
        """;

    [Fact]
    public void Mimalloc_that_is_told_to_destroy_all_at_exit_is_not_used()
    {
        var used = Allocator();
        Assert.SkipUnless(used.Contains("mimalloc", StringComparison.Ordinal), $"mimalloc is not installed, tensors' memory comes from {used}");
        foreach (var (name, value) in new[] { ("MIMALLOC_DESTROY_ON_EXIT", "1"), ("mimalloc_destroy_on_exit", "yes"), ("MIMALLOC_DESTROY_ON_EXIT", ""), ("MIMALLOC_DESTROY_ON_EXIT", "2") })
        {
            Assert.Contains("libtorch's own allocator", Allocator((name, value)), StringComparison.Ordinal);
        }

        foreach (var off in new[] { "0", "false", "NO", "Off" })
        {
            Assert.Equal(used, Allocator(("MIMALLOC_DESTROY_ON_EXIT", off)));
        }
    }

    [Fact]
    public void A_program_that_is_told_so_ends_well()
    {
        using TemporaryProject project = new(Program);
        var (built, messages) = project.Build();
        Assert.True(built == 0, messages);
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal((0, "tensor(1048576.)\n"), project.Run(("MIMALLOC_DESTROY_ON_EXIT", "1")));
        }
    }

    private static string Allocator(params (string Name, string? Value)[] environment)
    {
        var (exit, output, error) = ChildProcess.Run(ChildProcess.Dotnet, [Path.Combine(AppContext.BaseDirectory, "LibTorch.Tool.dll"), "doctor"], environment);
        Assert.True(exit == 0, output + error);
        return output.Split('\n').Single(line => line.TrimStart().StartsWith("memory", StringComparison.Ordinal));
    }
}
