namespace LibTorch.Tests.Package;

/// <summary>Every way to publish a program takes the native library along, and has no warning.</summary>
[Collection(PackageTests.Name)]
public sealed class PublishTests(PackedFacade facade)
{
    private const string SingleFile = "-property:PublishSingleFile=true";
    private const string Trimmed = "-property:PublishTrimmed=true";

    // What most of the others consist of, and with LTF_PACKAGE=full these too.
    public static TheoryData<string, string[]> Kinds
    {
        get
        {
            TheoryData<string, string[]> kinds = new() { { "a trimmed single file", ["--self-contained", SingleFile, Trimmed] } };
            if (PackedFacade.Full)
            {
                kinds.Add("on an installed framework", []);
                kinds.Add("for this machine on an installed framework", ["--no-self-contained"]);
                kinds.Add("self-contained", ["--self-contained"]);
                kinds.Add("trimmed", ["--self-contained", Trimmed]);
                kinds.Add("a single file on an installed framework", ["--no-self-contained", SingleFile]);
                kinds.Add("a single file that has native libraries inside", ["--self-contained", SingleFile, "-property:IncludeNativeLibrariesForSelfExtract=true"]);
                kinds.Add("a single file that has everything inside", ["--self-contained", SingleFile, "-property:IncludeAllContentForSelfExtract=true"]);
                kinds.Add("ready to run", ["--no-self-contained", "-property:PublishReadyToRun=true"]);
                kinds.Add("ready to run in a single file", ["--self-contained", SingleFile, "-property:PublishReadyToRun=true"]);
            }

            return kinds;
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void It_runs_from_wherever_its_folder_is(string kind, string[] options)
    {
        Consumer project = new(facade, QuickStart.Program);
        project.Publish([.. options.Length == 0 ? [] : new[] { "--use-current-runtime" }, .. options]);
        var elsewhere = Path.Combine(facade.NewFolder(), "moved");
        Directory.Move(project.Out, elsewhere);
        var (exit, output) = Consumer.Run(elsewhere, ("PATH", "/nonexistent"), ("DOTNET_BUNDLE_EXTRACT_BASE_DIR", Path.Combine(project.Folder, "extracted")));
        Assert.True((exit, output) == (0, QuickStart.Printed), $"{kind}: {output}");

        if (options.Contains(SingleFile))
        {
            Assert.All(Directory.GetFiles(elsewhere).Select(Path.GetFileName), name => Assert.Contains(name, new[] { "Program", "Program.pdb", Path.GetFileName(facade.PackagedNative), Path.GetFileName(facade.PackagedC10d) }));
        }
    }
}
