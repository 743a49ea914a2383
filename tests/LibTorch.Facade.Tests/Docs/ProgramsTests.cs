namespace LibTorch.Tests.Docs;

/// <summary>The programs that the pages show: all compile, run, and print what the page says and what their Python twins print.</summary>
public sealed class ProgramsTests(PythonSession python, PageHost host) : IClassFixture<PageHost>
{
    public static TheoryData<string> Pages => [.. MarkdownFile.All.Where(page => PageProgram.Of(page).Count > 0).Select(page => page.Name)];

    [Theory]
    [MemberData(nameof(Pages))]
    public void They_do_what_the_page_says(string name)
    {
        var programs = PageProgram.Of(new MarkdownFile(name));
        var files = programs.Select((_, i) => host.PathOf($"{Path.GetFileNameWithoutExtension(name)}{i}.dll")).ToList();
        List<string> wrong = [];
        Parallel.ForEach(programs.Zip(files), pair =>
        {
            foreach (var message in PageCompiler.Compile(pair.First.Source, pair.Second))
            {
                lock (wrong)
                {
                    wrong.Add($"{pair.First.Place}: {message}");
                }
            }
        });
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));

        var run = programs.Zip(files).Where(pair => !pair.First.NeedsCuda || Torch.Cuda.IsAvailable()).ToList();

        // Before the programs, which may read what their twins wrote.
        var twins = run.Select(pair => pair.First.Python is { } twin ? python.Run(twin) : null).ToList();
        foreach (var ((program, _), twin, (printed, thrown)) in run.Zip(twins, host.Run(run.Select(pair => pair.Second))))
        {
            Compare(wrong, program.Place, "throws", program.Thrown ?? "", thrown);
            Compare(wrong, program.Place, "prints", program.Printed, printed);
            if (twin is not null)
            {
                Compare(wrong, program.Place, "prints, as its twin,", twin, printed);
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public void They_are_found() => Assert.InRange(MarkdownFile.All.Sum(page => PageProgram.Of(page).Count), 40, 1000);

    private static void Compare(List<string> wrong, string place, string does, string stated, string actual)
    {
        if (!PageProgram.Fits(stated, actual))
        {
            wrong.Add($"{place} {does}\n{actual}\nand not\n{stated}");
        }
    }
}
