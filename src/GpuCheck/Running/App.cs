using LibTorch.GpuCheck.Parts;

namespace LibTorch.GpuCheck.Running;

/// <summary>The command line, which check.sh writes: what to check, on which device, and against which Python.</summary>
internal static class App
{
    public const int Good = 0, Bad = 1, CannotRun = 2;

    /// <summary>The exit code of a part that is not applicable on this machine; its last line says why.</summary>
    public const int Inapplicable = 3;

    /// <returns>0 if everything is correct, 1 if anything is not, 2 if nothing could be run.</returns>
    public static int Run(string[] args)
    {
        try
        {
            var settings = Settings.Parse(args);
            return settings.Part is { } name ? RunPart(Part.Called(name), settings) : new Parent(settings).Run();
        }
        catch (UsageException why)
        {
            Console.Error.WriteLine(why.Message);
            return CannotRun;
        }
    }

    // Called in a process of its own, so that the other parts run whatever happens to this one.
    private static int RunPart(Part part, Settings settings)
    {
        Directory.CreateDirectory(settings.Work);
        // A child process of a part has its own file of figures.
        Report report = new(Console.Out, Outcome.FiguresPath(settings, settings.Role is { } role ? $"{part.Name}/{role}" : part.Name));
        try
        {
            part.Run(settings, report);
        }
        catch (InapplicableException why)
        {
            Console.Out.WriteLine(why.Message);
            return Inapplicable;
        }

        report.Save();
        return report.IsGood ? Good : Bad;
    }
}
