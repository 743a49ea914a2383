namespace LibTorch;

/// <summary>What <see cref="Torch.Testing.AssertClose"/> says: a text, or what a function makes of the text that it would have said.</summary>
public sealed class MismatchMessage
{
    private readonly Func<string, string> _make;

    /// <summary>What the function makes of the generated text.</summary>
    public MismatchMessage(Func<string, string> make)
    {
        ArgumentNullException.ThrowIfNull(make);
        _make = make;
    }

    /// <summary>The text, or the generated one where it is null.</summary>
    public static implicit operator MismatchMessage?(string? text) => FromString(text);

    /// <summary>The text, or the generated one where it is null.</summary>
    public static MismatchMessage? FromString(string? text) => text is null ? null : new(_ => text);

    /// <summary>The message, of the generated one.</summary>
    internal string Of(string generated) => _make(generated);
}
