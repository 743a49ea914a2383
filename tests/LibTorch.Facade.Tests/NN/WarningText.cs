namespace LibTorch.Tests.NN;

/// <summary>What Python warns about, and what goes to standard error here for it.</summary>
internal static class WarningText
{
    /// <summary>Both warn with the same words, here once in each process.</summary>
    /// <param name="python">The Python.</param>
    /// <param name="code">Its lines that warn.</param>
    /// <param name="action">The same in C#.</param>
    public static void Same(PythonSession python, string code, Action action)
    {
        var expected = python.Run($$"""
            import warnings, torch.nn as nn
            with warnings.catch_warnings(record=True) as given:
                warnings.simplefilter("always")
                {{code.Replace("\n", "\n    ", StringComparison.Ordinal)}}
            for warning in given: print(f"UserWarning: {warning.message}")
            """);
        var standardError = Console.Error;
        using var written = new StringWriter();
        Console.SetError(written);
        try
        {
            Warnings.Forget();
            action();
            action();
        }
        finally
        {
            Console.SetError(standardError);
        }

        Assert.Equal(expected, written.ToString());
    }
}
