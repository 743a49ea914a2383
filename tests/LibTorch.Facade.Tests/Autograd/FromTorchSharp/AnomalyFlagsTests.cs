namespace LibTorch.Tests.Autograd.FromTorchSharp;

/// <summary>The two flags of anomaly mode before, inside and after blocks.</summary>
[Collection(ProcessWideState.Name)]
public sealed class AnomalyFlagsTests(PythonSession python)
{
    [Fact]
    public void Each_block_sets_both_flags_and_restores_them()
    {
        List<(bool Enabled, bool ChecksNan)> seen = [Flags()];
        using (Torch.Autograd.DetectAnomaly(checkNan: false))
        {
            seen.Add(Flags());
        }

        seen.Add(Flags());
        using (Torch.Autograd.SetDetectAnomaly(false))
        {
            seen.Add(Flags());
        }

        seen.Add(Flags());
        Assert.Equal(python.Eval("seen", """
            def flags(): return torch.is_anomaly_enabled(), torch.is_anomaly_check_nan_enabled()
            seen = [flags()]
            with torch.autograd.detect_anomaly(False): seen.append(flags())
            seen.append(flags())
            with torch.autograd.set_detect_anomaly(False): seen.append(flags())
            seen.append(flags())
            """), $"[{string.Join(", ", seen)}]");
    }

    private static (bool Enabled, bool ChecksNan) Flags() => (Torch.Autograd.IsAnomalyEnabled(), Torch.Autograd.IsAnomalyCheckNanEnabled());
}
