namespace LibTorch;

/// <summary>How tensors are printed, with the fields and defaults of torch.set_printoptions.</summary>
public sealed record PrintOptions
{
    /// <summary>PyTorch's profile "default".</summary>
    public static PrintOptions Default { get; } = new();

    /// <summary>PyTorch's profile "short": two digits, two edge items.</summary>
    public static PrintOptions Short { get; } = new() { Precision = 2, EdgeItems = 2 };

    /// <summary>PyTorch's profile "full": no tensor is summarised.</summary>
    public static PrintOptions Full { get; } = new() { Threshold = double.PositiveInfinity };

    /// <summary>Digits after the decimal point.</summary>
    public int Precision { get; init; } = 4;

    /// <summary>A tensor with more elements than this is summarised.</summary>
    public double Threshold { get; init; } = 1000;

    /// <summary>Entries shown at each end of a summarised dimension.</summary>
    public int EdgeItems { get; init; } = 3;

    /// <summary>Characters on a line.</summary>
    public int LineWidth { get; init; } = 80;

    /// <summary>Whether floating numbers are printed with an exponent; null lets the values decide.</summary>
    public bool? SciMode { get; init; }

    /// <summary>The options of a profile; throws <see cref="ArgumentException"/> for a name other than default, short and full.</summary>
    public static PrintOptions FromProfile(string profile) => profile switch
    {
        "default" => Default,
        "short" => Short,
        "full" => Full,
        _ => throw new ArgumentException($"Unknown print profile '{profile}'; there are 'default', 'short' and 'full'.", nameof(profile)),
    };
}
