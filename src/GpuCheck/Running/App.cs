using LibTorch.GpuCheck.Parts;

namespace LibTorch.GpuCheck.Running;

/// <summary>The command line, which check.sh writes: what is checked, where, and against which Python.</summary>
internal static class App
{
    public const int Good = 0, Bad = 1, CannotRun = 2;

    /// <summary>The exit code of a part that makes no sense on this machine; its last line says why.</summary>
    public const int Inapplicable = 3;

    /// <returns>0 where all is as it should be, 1 where anything is not, 2 where nothing could be run.</returns>
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

    // In a process of its own: whatever becomes of it, the other parts are run.
    private static int RunPart(Part part, Settings settings)
    {
        Directory.CreateDirectory(settings.Work);
        // What a part starts itself leaves the part's own figures alone.
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
