namespace LibTorch.Tests;

/// <summary>
/// The warnings that the facade and libtorch raise. Tests that use it belong to the collection of <see cref="ProcessWideState"/>, since all
/// threads' warnings are heard.
/// </summary>
internal static class HeardWarnings
{
    /// <summary>The warnings while the action runs, those of the facade once each.</summary>
    public static List<string> While(Action act)
    {
        List<string> heard = [];
        void Hear(object? sender, TorchWarningEventArgs warning) => heard.Add(warning.Message);
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
