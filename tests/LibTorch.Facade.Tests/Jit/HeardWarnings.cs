namespace LibTorch.Tests.Jit;

/// <summary>Warnings of a trace, here and in Python.</summary>
internal static class HeardWarnings
{
    /// <summary>Python's <c>warned(f)</c>: the warnings of its tracer while the function runs, as far as it runs.</summary>
    public const string Python = """
        import warnings
        def warned(f):
            with warnings.catch_warnings(record=True) as caught:
                warnings.simplefilter("always")
                try: f()
                except torch.jit.TracingCheckError: pass
            return "\n\n".join(str(w.message) for w in caught if issubclass(w.category, torch.jit.TracerWarning))

        """;

    /// <summary>The warnings while the action runs, each text once.</summary>
    public static List<string> While(Action act)
    {
        List<string> heard = [];
        void Hear(object? sender, TorchWarningEventArgs warning) => heard.Add(warning.Message.TrimEnd());
        Warnings.Forget();
        Torch.WarningRaised += Hear;
        try
        {
            act();
        }
        finally
        {
            Torch.WarningRaised -= Hear;
        }

        return heard;
    }
}
