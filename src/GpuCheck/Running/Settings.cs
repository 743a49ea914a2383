using System.Globalization;

namespace LibTorch.GpuCheck.Running;

/// <summary>The settings from the command line.</summary>
internal sealed record Settings
{
    /// <summary>The kind of device, <c>cuda</c> or <c>cpu</c>.</summary>
    public string Kind { get; private set; } = "cuda";

    /// <summary>The Python to compare with.</summary>
    public string Python { get; private set; } = "python3";

    /// <summary>The folder for the result.</summary>
    public string Out { get; private set; } = ".";

    /// <summary>The folder for the parts' files.</summary>
    public string Work { get; private set; } = Path.GetTempPath();

    /// <summary>The folder of cases recorded earlier, to be used instead of new ones.</summary>
    public string? Cases { get; private set; }

    /// <summary>Whether to check only a little of everything.</summary>
    public bool Quick { get; private set; }

    /// <summary>Whether to skip parts that an earlier run completed.</summary>
    public bool Resume { get; private set; }

    /// <summary>How many processes may run in parallel.</summary>
    public int Jobs { get; private set; } = Environment.ProcessorCount;

    /// <summary>The factor by which parts may take longer than on an idle machine.</summary>
    public int Patience { get; private set; } = 1;

    /// <summary>The parts to run, by their names or prefixes of them; empty for all.</summary>
    public IReadOnlyList<string> Only { get; private set; } = [];

    /// <summary>The only part that this process runs; null for all.</summary>
    public string? Part { get; private set; }

    /// <summary>The role of a process started by a part; null in any other process.</summary>
    public string? Role { get; private set; }

    /// <summary>The time limit of this process.</summary>
    public TimeBox Time { get; private set; } = new(600);

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
            switch (option)
            {
                case "--device":
                    settings.Kind = Value() is "cpu" or "cuda" ? args[i] : throw new UsageException($"--device is cpu or cuda, not '{args[i]}'");
                    break;
                case "--python":
                    settings.Python = Value();
                    break;
                case "--out":
                    settings.Out = Value();
                    break;
                case "--work":
                    settings.Work = Value();
                    break;
                case "--cases":
                    settings.Cases = Value();
                    break;
                case "--part":
                    settings.Part = Value();
                    break;
                case "--role":
                    settings.Role = Value();
                    break;
                case "--only":
                    settings.Only = Parts.Part.CheckedNames(Value().Split(','));
                    break;
                case "--jobs":
                    settings.Jobs = int.TryParse(Value(), out var jobs) && jobs > 0 ? jobs : throw new UsageException($"--jobs is a number, not '{args[i]}'");
                    break;
                case "--patience":
                    settings.Patience = int.TryParse(Value(), out var patience) && patience > 0 ? patience : throw new UsageException($"--patience is a number, not '{args[i]}'");
                    break;
                case "--seconds":
                    settings.Time = new(double.TryParse(Value(), CultureInfo.InvariantCulture, out var seconds) && seconds > 0
                        ? seconds : throw new UsageException($"--seconds is a number, not '{args[i]}'"));
                    break;
                case "--quick":
                    settings.Quick = true;
                    break;
                case "--resume":
                    settings.Resume = true;
                    break;
                default:
                    throw new UsageException($"there is no option '{option}'");
            }
        }

        return settings;
    }

    /// <summary>The command line for a process that runs one part within this many seconds.</summary>
    public string[] ArgumentsFor(string part, double seconds, string? role = null) =>
    [
        "--part", part, "--device", Kind, "--python", Python, "--out", Out, "--work", Work, "--jobs", $"{Jobs}", "--patience", $"{Patience}",
        "--seconds", seconds.ToString("0.0", CultureInfo.InvariantCulture), .. Quick ? ["--quick"] : Array.Empty<string>(),
        .. Cases is null ? Array.Empty<string>() : ["--cases", Cases], .. role is null ? Array.Empty<string>() : ["--role", role],
    ];
}
