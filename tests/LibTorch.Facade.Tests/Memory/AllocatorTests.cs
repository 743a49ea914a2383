using System.Globalization;
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

    [Fact]
    public void A_block_that_is_freed_and_taken_again_soon_has_the_same_pages()
    {
        const int Rounds = 10;
        var used = Allocator();
        Assert.SkipUnless(used.Contains("mimalloc", StringComparison.Ordinal), $"mimalloc is not installed, tensors' memory comes from {used}");
        OwnThread.Run(() =>
        {
            // Keeps the segment in use.
            using var first = Torch.Ones(1 << 20);
            var before = 0L;
            for (var round = -2; round < Rounds; round++)
            {
                // The first rounds may get new pages.
                before = round == 0 ? PageFaults() : before;
                using (var block = Torch.Empty(1 << 21))
                {
                    block.Fill_(1);
                }

                // Longer than mimalloc 2 would keep the block's pages by itself. It looks when another block of the same segment is freed.
                using var neighbour = Torch.Empty(1 << 19);
                neighbour.Fill_(1);
                Thread.Sleep(40);
            }

            // Half of what new pages in each round would cost: on a loaded machine a round may take so long that its pages are given back.
            var ofAll = Rounds * (4L << 21) / Environment.SystemPageSize;
            Assert.InRange(PageFaults() - before, 0, ofAll / 2);
        });
    }

    // Of this thread. The field is the tenth, and the second, the program's name in parentheses, may contain spaces.
    private static long PageFaults()
    {
        var fields = File.ReadAllText("/proc/thread-self/stat").Split(')')[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return long.Parse(fields[7], CultureInfo.InvariantCulture);
    }

    private static string Allocator(params (string Name, string? Value)[] environment)
    {
        var (exit, output, error) = ChildProcess.Run(ChildProcess.Dotnet, [Path.Combine(AppContext.BaseDirectory, "LibTorch.Tool.dll"), "doctor"], environment);
        Assert.True(exit == 0, output + error);
        return output.Split('\n').Single(line => line.TrimStart().StartsWith("memory", StringComparison.Ordinal));
    }
}
