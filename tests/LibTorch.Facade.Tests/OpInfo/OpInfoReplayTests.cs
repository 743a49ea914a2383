namespace LibTorch.Tests.OpInfo;

/// <summary>Every call that PyTorch's own samples make to the dispatcher gives the same through the typed methods.</summary>
[Collection(ProcessWideState.Name)]
public sealed class OpInfoReplayTests(ITestOutputHelper output)
{
    private static readonly string[] s_others =
        ["float64", "complex64", "complex128", "int64", "int32", "int16", "int8", "uint8", "bool", "float16", "bfloat16", "complex32"];

    // All samples of every dtype where it says so; otherwise as many as the suite has time for.
    private static readonly bool s_full = Environment.GetEnvironmentVariable("LTF_OPINFO") == "full";
    private static readonly string s_only = Environment.GetEnvironmentVariable("LTF_OPINFO_ONLY") ?? "";

    // In one Python and with one set of methods: to start these takes as long as a thousand calls.
    [Fact]
    public void Samples_give_what_they_give_in_Python()
    {
        string[] runs =
        [
            .. Runs("samples", 12, "float32"), .. Runs("samples", 1, s_others),
            .. Runs("noncontiguous", 1, s_full ? ["float32", .. s_others] : ["float32", "complex64", "int64"]),
            "errors:float32:0",
        ];
        var replay = SameAsPython(runs);
        var operators = replay.Operators.Select(name => name.Split("::")[1].Split('.')[0]).ToHashSet();
        Assert.All(s_only.Length > 0 ? [] : Incomparable.Values.Keys.Concat(Incomparable.Gradients.Keys), name => Assert.Contains(name, operators));
    }

    // As calls.py takes them: how many samples of each operator, and 0 for all.
    private static IEnumerable<string> Runs(string kind, int samples, params string[] dtypes) =>
        dtypes.Select(dtype => $"{kind}:{dtype}:{(s_full ? 0 : samples)}");

    private Replay SameAsPython(string[] runs)
    {
        static void Ignore(object? sender, TorchWarningEventArgs warning)
        {
        }

        var threads = Torch.GetNumThreads();
        Torch.SetNumThreads(1);
        Torch.WarningRaised += Ignore;
        try
        {
            using var recording = new Recording(runs, s_only);
            var replay = new Replay();
            replay.Run(recording);
            output.WriteLine(replay.ToString());
            output.WriteLine(string.Join("\n", recording.RaisedInPython.Select(raised => $"{raised.Value} samples raised in {raised.Key}, before any call")));
            Assert.True(replay.Differences == 0, $"{replay}\n{string.Join("\n", replay.Shown)}");
            return replay;
        }
        finally
        {
            Torch.WarningRaised -= Ignore;
            Torch.SetNumThreads(threads);
        }
    }
}
