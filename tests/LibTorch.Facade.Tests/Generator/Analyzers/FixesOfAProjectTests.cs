using LibTorch.Tests.Docs;

namespace LibTorch.Tests.Generator;

/// <summary>The fixes in a host that loads them as editors do, all at once.</summary>
public sealed class FixesOfAProjectTests
{
    [Fact]
    public void Are_applied_by_dotnet_format()
    {
        const string Wrong = """
            using LibTorch;
            using LibTorch.NN;

            var (x, w) = (Torch.Ones(2), Torch.Ones(2));
            x.Add(1);
            Torch.Relu(x);
            var mask = x == w;
            Torch.NoGrad();

            using (Torch.NoGrad())
            {
                w -= 0.1 * x;
                w += x;
            }

            static class Outer
            {
                class Net : Module { private readonly Linear _fc = new(1, 2); }

                class Other : Module { private readonly Linear _fc = new(1, 2); }
            }

            """;
        const string Right = """
            using LibTorch;
            using LibTorch.NN;

            var (x, w) = (Torch.Ones(2), Torch.Ones(2));
            x.Add_(1);
            Torch.Relu_(x);
            var mask = x.Eq(w);
            using var _ = Torch.NoGrad();

            using (Torch.NoGrad())
            {
                w.Sub_(0.1 * x);
                w.Add_(x);
            }

            static partial class Outer
            {
                partial class Net : Module { private readonly Linear _fc = new(1, 2); }

                partial class Other : Module { private readonly Linear _fc = new(1, 2); }
            }

            """;
        using TemporaryProject project = new(Wrong);
        Assert.Equal(Right, project.Fix("LTF005", "LTF006", "LTF009", "LTF010", "LTF011"));
        var (exitCode, output) = project.Build();
        Assert.True(exitCode == 0, output);
        Assert.DoesNotContain("LTF", output, StringComparison.Ordinal);
    }
}
