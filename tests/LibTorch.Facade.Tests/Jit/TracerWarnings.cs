namespace LibTorch.Tests.Jit;

/// <summary>Warnings of a trace, here and in Python.</summary>
internal static class TracerWarnings
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

    /// <summary>The warnings while the action runs, without the line break that libtorch's own end with.</summary>
    public static List<string> While(Action act) => HeardWarnings.While(act).ConvertAll(text => text.TrimEnd());
}
