using System.Runtime.CompilerServices;
using static LibTorch.Tests.Autograd.CustomFunctions;

namespace LibTorch.Tests.Autograd;

/// <summary>Anomaly mode; the names are those of PyTorch's own tests.</summary>
[Collection(ProcessWideState.Name)]
public sealed class AnomalyTests(PythonSession python)
{
    private const string NotANumber = """
        x = torch.tensor([0.], requires_grad=True)
        with torch.autograd.detect_anomaly():
            out = (x.sqrt() * x.detach()).sum()
        def run(f):
            with torch.autograd.detect_anomaly(): f()
        """;

    [Fact]
    public void test_anomaly_detect_nan()
    {
        using var x = Torch.Tensor([0f], requiresGrad: true);
        using var mode = Torch.Autograd.DetectAnomaly();
        Assert.True(Torch.Autograd.IsAnomalyEnabled());
        var line = Line();
        var result = (x.Sqrt() * x.Detach()).Sum();
        var error = Assert.Throws<TorchException>(() => result.Backward());
        var (_, message) = python.Error("run(lambda: out.backward())", NotANumber);
        Assert.Equal(message, error.Message.Split('\n')[0]);
        Assert.StartsWith("Error detected in SqrtBackward0. Traceback of forward call that caused the error:\n", error.ForwardTrace, StringComparison.Ordinal);
        Assert.EndsWith(error.ForwardTrace, error.Message, StringComparison.Ordinal);

        // The first frame is the program's line that called the operation.
        var first = error.ForwardTrace.Split('\n')[1];
        Assert.Contains(nameof(test_anomaly_detect_nan), first, StringComparison.Ordinal);
        Assert.EndsWith($"AnomalyTests.cs:line {line + 1}", first, StringComparison.Ordinal);
    }

    [Fact]
    public void test_anomaly_mode_no_check_nan()
    {
        using var x = Torch.Tensor([0f], requiresGrad: true);
        using (Torch.Autograd.DetectAnomaly(checkNan: false))
        {
            Assert.False(Torch.Autograd.IsAnomalyCheckNanEnabled());
            (x.Sqrt() * x.Detach()).Sum().Backward();
            Assert.True(float.IsNaN(x.Grad!.Item<float>()));
        }

        Assert.False(Torch.Autograd.IsAnomalyEnabled());
        Assert.True(Torch.Autograd.IsAnomalyCheckNanEnabled());
    }

    [Fact]
    public void test_anomaly_gives_other_errors_their_place_too()
    {
        using var x = Torch.Ones(2, requiresGrad: true);
        using var mode = Torch.Autograd.SetDetectAnomaly(true);
        var y = x * 2;
        var line = Line();
        var z = y * y;
        y.Add_(1);
        var error = Assert.Throws<TorchException>(() => z.Sum().Backward());
        var (_, message) = python.Error("run()", """
            def run():
                with torch.autograd.detect_anomaly():
                    x = torch.ones(2, requires_grad=True); y = x * 2; z = y * y; y.add_(1); z.sum().backward()
            """);
        Assert.Equal(message + "\n" + error.ForwardTrace, error.Message);
        Assert.Contains($"AnomalyTests.cs:line {line + 1}", error.ForwardTrace, StringComparison.Ordinal);
    }

    [Fact]
    public void test_anomaly_of_a_node_made_before_the_mode()
    {
        using var x = Torch.Tensor([0f], requiresGrad: true);
        var result = (x.Sqrt() * x.Detach()).Sum();
        using var mode = Torch.Autograd.DetectAnomaly();
        var error = Assert.Throws<TorchException>(() => result.Backward());
        Assert.EndsWith("No forward pass information available. Enable detect anomaly during forward pass for more information.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void test_nested_anomaly_detect_nan()
    {
        // The failing node was itself made by a backward pass: both places are named.
        using var x = Torch.Tensor([0.0], requiresGrad: true);
        using var mode = Torch.Autograd.DetectAnomaly();
        var forward = Line();
        var y = x.Pow(1.5).Sum();
        var first = Torch.Autograd.Grad(y, x, createGraph: true);
        var error = Assert.Throws<TorchException>(() => (first * x.Detach()).Sum().Backward());
        Assert.Contains("Traceback of forward call that induced the previous calculation:\n", error.ForwardTrace, StringComparison.Ordinal);
        Assert.Contains($"AnomalyTests.cs:line {forward + 1}", error.ForwardTrace, StringComparison.Ordinal);
        Assert.Contains($"AnomalyTests.cs:line {forward + 2}", error.ForwardTrace, StringComparison.Ordinal);
    }

    [Fact]
    public void test_anomaly_gives_original_error()
    {
        using var x = Torch.Ones(2, requiresGrad: true);
        using var mode = Torch.Autograd.DetectAnomaly();
        var function = new Custom((_, inputs) => [inputs[0].Clone()], (_, _) => throw new InvalidDataException("mine"));
        Assert.Equal("mine", Assert.Throws<InvalidDataException>(() => function.Apply(x)[0].Sum().Backward()).Message);
    }

    private static int Line([CallerLineNumber] int line = 0) => line;
}
