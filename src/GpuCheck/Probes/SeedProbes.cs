using LibTorch.GpuCheck.Running;

namespace LibTorch.GpuCheck.Probes;

/// <summary>Random numbers without a seed, and with seeds compared with Python's.</summary>
internal static class SeedProbes
{
    public static void Unseeded(Settings settings, Report report)
    {
        if (settings.Role is not null)
        {
            report.Say($"host {Bits.Of(Torch.Rand(4))}");
            report.Say($"device {Bits.Of(Torch.Rand([4], device: settings.Device))}");
            report.Say("end");
            return;
        }

        var first = Roles.RunToItsEnd(settings, report, "unseeded", "draw");
        var second = Roles.RunToItsEnd(settings, report, "unseeded", "draw");
        foreach (var place in new[] { "host", "device" })
        {
            string? Of(List<string> lines) => lines.Find(line => line.StartsWith(place, StringComparison.Ordinal));
            report.Check(Of(first) is { } ours && ours != Of(second), $"the {place}'s unseeded numbers of two processes differ");
        }
    }

    public static void Seeds(Settings settings, Report report)
    {
        using BesidePython python = new(settings, report, "seeds");
        var device = settings.Device;
        foreach (var seed in new[] { 0, 7, -3, 1L << 40 })
        {
            Torch.ManualSeed(seed);
            python.Add($"rand {seed}", Torch.Rand([5], device: device));
            python.Add($"randn {seed}", Torch.Randn([1000], device: device));
        }

        Torch.ManualSeed(7);
        python.Add("randint", Torch.Randint(0, 100, [50], device: device));
        python.Add("randperm", Torch.Randperm(99, device: device));
        python.Add("bernoulli", Torch.Full([100], 0.5, device: device).Bernoulli());
        python.Add("dropout", Torch.Dropout(Torch.Ones([100], device: device), 0.5, train: true));
        python.Add("multinomial", Torch.Ones([20], device: device).Multinomial(10));
        python.Add("exponential_", Torch.Empty([20], device: device).Exponential_());
        python.Add("normal_ half", Torch.Empty([20], dtype: DType.Float16, device: device).Normal_());

        using var generator = new Generator(device).ManualSeed(3);
        python.Add("generator", Torch.Randn([5], generator, device: device));
        python.Add("generator's seed", $"{generator.InitialSeed()}");
        python.Add("generator's state", generator.GetState());

        var state = Torch.GetRngState(device);
        var drawn = Torch.Rand([3], device: device);
        Torch.SetRngState(state, device);
        report.Check(Bits.Of(drawn) == Bits.Of(Torch.Rand([3], device: device)), "from a state that is set the same numbers come again");
        python.Add("state", state);
        python.Add("drawn", drawn);
        if (settings.OnCuda)
        {
            Torch.Cuda.ManualSeed(11);
            python.Add("cuda.manual_seed", Torch.Rand([5], device: device));
            Torch.Cuda.ManualSeedAll(12);
            python.Add("cuda.manual_seed_all", Torch.Rand([5], device: device));
        }

        python.Compare("random numbers");
    }
}
