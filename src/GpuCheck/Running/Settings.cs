namespace LibTorch.GpuCheck.Running;

/// <summary>What the command line says.</summary>
internal sealed record Settings
{
    /// <summary>The kind of device, <c>cuda</c> or <c>cpu</c>.</summary>
    public string Kind { get; private set; } = "cuda";

    /// <summary>The Python that is compared with.</summary>
    public string Python { get; private set; } = "python3";

    /// <summary>Where the result goes.</summary>
    public string Out { get; private set; } = ".";

    /// <summary>Where the parts leave their files.</summary>
    public string Work { get; private set; } = Path.GetTempPath();

    /// <summary>Cases that were recorded before, instead of new ones.</summary>
    public string? Cases { get; private set; }

    /// <summary>A little of everything.</summary>
    public bool Quick { get; private set; }

    /// <summary>How many processes may work beside each other.</summary>
    public int Jobs { get; private set; } = Environment.ProcessorCount;

    /// <summary>The one part that this process is to run; all without.</summary>
    public string? Part { get; private set; }

    public bool OnCuda => Kind == "cuda";

    /// <summary>Where the tensors are.</summary>
    public Device Device => Torch.Device(OnCuda ? "cuda:0" : "cpu");

    /// <exception cref="UsageException">An option is unknown, or lacks its value.</exception>
    public static Settings Parse(string[] args)
    {
        Settings settings = new();
        for (var i = 0; i < args.Length; i++)
        {
            var option = args[i];
            string Value() => ++i < args.Length ? args[i] : throw new UsageException($"{option} lacks its value");
            _ = option switch
            {
                "--device" => settings.Kind = Value() is "cpu" or "cuda" ? args[i] : throw new UsageException($"--device is cpu or cuda, not '{args[i]}'"),
                "--python" => settings.Python = Value(),
                "--out" => settings.Out = Value(),
                "--work" => settings.Work = Value(),
                "--cases" => settings.Cases = Value(),
                "--part" => settings.Part = Value(),
                "--jobs" => (object)(settings.Jobs = int.TryParse(Value(), out var jobs) && jobs > 0 ? jobs : throw new UsageException($"--jobs is a number, not '{args[i]}'")),
                "--quick" => settings.Quick = true,
                _ => throw new UsageException($"there is no option '{option}'"),
            };
        }

        return settings;
    }

    /// <summary>The same for a process that runs one part.</summary>
    public string[] ArgumentsFor(string part) =>
    [
        "--part", part, "--device", Kind, "--python", Python, "--out", Out, "--work", Work, "--jobs", $"{Jobs}",
        .. Quick ? ["--quick"] : Array.Empty<string>(), .. Cases is null ? Array.Empty<string>() : ["--cases", Cases],
    ];
}
