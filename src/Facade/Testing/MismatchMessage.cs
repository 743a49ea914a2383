namespace LibTorch;

/// <summary>The message of <see cref="Torch.Testing.AssertClose"/>: a fixed text, or a function of the generated message.</summary>
public sealed class MismatchMessage
{
    private readonly Func<string, string> _make;

    /// <summary>A message that the function makes from the generated one.</summary>
    public MismatchMessage(Func<string, string> make)
    {
        ArgumentNullException.ThrowIfNull(make);
        _make = make;
    }

    /// <summary>A fixed text; null keeps the generated message.</summary>
    public static implicit operator MismatchMessage?(string? text) => FromString(text);

    /// <summary>A fixed text; null keeps the generated message.</summary>
    public static MismatchMessage? FromString(string? text) => text is null ? null : new(_ => text);

    /// <summary>The message for the given generated one.</summary>
    internal string Of(string generated) => _make(generated);
}
