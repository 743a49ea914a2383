namespace LibTorch.Tests.Library;

/// <summary>Operators that may give other bits each time, refused or warned of.</summary>
[Collection(ProcessWideState.Name)]
public sealed class DeterministicTests(PythonSession python) : IDisposable
{
    // put_ without accumulating is the one that is not deterministic on the host.
    private const string Setup = """
        import warnings
        def put():
            return torch.zeros(4).put_(torch.tensor([0, 1]), torch.tensor([1., 2.]))
        def state():
            return (torch.are_deterministic_algorithms_enabled(), torch.is_deterministic_algorithms_warn_only_enabled(), torch.get_deterministic_debug_mode())
        def within(mode, ask):
            torch.set_deterministic_debug_mode(mode)
            try:
                return ask()
            finally:
                torch.set_deterministic_debug_mode(0)
        def warned():
            with warnings.catch_warnings(record=True) as all:
                warnings.simplefilter("always")
                put()
            return str(all[0].message).split(" (Triggered internally")[0]
        """;

    private readonly List<string> _warnings = [];

    public void Dispose() => Torch.UseDeterministicAlgorithms(false);

    [Fact]
    public void An_operator_that_is_not_deterministic_is_refused()
    {
        Torch.UseDeterministicAlgorithms(true);
        Parity.SameError(python, "within('error', put)", () => Put(), Setup);
        Torch.UseDeterministicAlgorithms(false);
        Assert.Equal([1f, 2f, 0f, 0f], Put().ToArray<float>());
    }

    [Fact]
    public void Or_it_warns()
    {
        Torch.WarningRaised += Note;
        try
        {
            Torch.UseDeterministicAlgorithms(true, warnOnly: true);
            Assert.Equal([1f, 2f, 0f, 0f], Put().ToArray<float>());
        }
        finally
        {
            Torch.WarningRaised -= Note;
        }

        Assert.Equal(python.Eval("within('warn', warned)", Setup), Assert.Single(_warnings));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void The_mode_can_be_set_by_number_and_read(int mode)
    {
        Torch.SetDeterministicDebugMode(mode);
        Assert.Equal(python.Eval($"within({mode}, state)", Setup), State());
    }

    [Theory]
    [InlineData("default")]
    [InlineData("warn")]
    [InlineData("error")]
    public void The_mode_can_be_set_by_name(string mode)
    {
        Torch.SetDeterministicDebugMode(mode);
        Assert.Equal(python.Eval($"within('{mode}', state)", Setup), State());
    }

    [Fact]
    public void Unknown_modes_are_refused()
    {
        Parity.SameError(python, "torch.set_deterministic_debug_mode(3)", () => Torch.SetDeterministicDebugMode(3));
        Parity.SameError(python, "torch.set_deterministic_debug_mode(-1)", () => Torch.SetDeterministicDebugMode(-1));
        Parity.SameError(python, "torch.set_deterministic_debug_mode('always')", () => Torch.SetDeterministicDebugMode("always"));
        Assert.Throws<ArgumentNullException>(() => Torch.SetDeterministicDebugMode(null!));
        Assert.Equal(0, Torch.GetDeterministicDebugMode());
    }

    private static Tensor Put() => Torch.Zeros(4).Put_(Torch.Tensor([0L, 1]), Torch.Tensor([1f, 2f]));

    private static string State() =>
        $"({Torch.AreDeterministicAlgorithmsEnabled()}, {Torch.IsDeterministicAlgorithmsWarnOnlyEnabled()}, {Torch.GetDeterministicDebugMode()})";

    private void Note(object? sender, TorchWarningEventArgs warning) => _warnings.Add(warning.Message);
}
