using LibTorch.Tests.Build;
using LibTorch.Tests.Docs;

namespace LibTorch.Tests.Package;

/// <summary>New projects with one reference, as their authors would make them.</summary>
[Collection(PackageTests.Name)]
public sealed class ConsumerTests(PackedFacade facade)
{
    [Fact]
    public void The_quick_start_and_its_folder_elsewhere_without_a_compiler()
    {
        Consumer project = new(facade, QuickStart.Program);
        project.Build();
        Assert.Equal((0, QuickStart.Printed), Consumer.Run(project.Out));

        var elsewhere = Path.Combine(facade.NewFolder(), "moved here");
        Directory.Move(project.Out, elsewhere);
        Directory.Delete(project.Folder, recursive: true);
        Assert.Equal((0, QuickStart.Printed), Consumer.Run(elsewhere, ("PATH", "/nonexistent")));
    }

    [Fact]
    public void FSharp()
    {
        Consumer project = new(facade, """
            open LibTorch

            let x = Torch.Arange(4.0, requiresGrad = true)
            Torch.Dot(x, x).Backward()
            printfn "%O" x.Grad
            """, language: "fs");
        project.Build();
        var x = Torch.Arange(4.0, requiresGrad: true);
        Torch.Dot(x, x).Backward();
        Assert.Equal((0, $"{x.Grad}\n"), Consumer.Run(project.Out));
    }

    [Fact]
    public void A_file_that_is_run_as_it_is()
    {
        var folder = facade.NewFolder();
        // By itself it would ask for the ahead-of-time compiler, for a program that is not published, and leave a compiler running.
        File.WriteAllText(
            Path.Combine(folder, "app.cs"), $"#:package LibTorch.Facade@{PackedFacade.Version}\n#:property PublishAot=false\n#:property UseSharedCompilation=false\n\n{QuickStart.Program}");
        Assert.Equal((0, QuickStart.Printed), DotnetCommand.Start(folder, ChildProcess.Dotnet, ["run", "app.cs"], facade.Variables));
    }

    [Fact]
    public void Operators_of_its_own_as_their_page_tells()
    {
        var library = Repository.PathOf("artifacts/own-operators/libmylib.so");
        Assert.SkipUnless(File.Exists(library), $"{library} is not built; ./build.sh test builds it");
        var blocks = new MarkdownFile("docs/own-operators.md").Blocks().ToList();
        var program = blocks.FindIndex(block => block.Language == "csharp");
        Consumer project = new(facade, blocks[program].Text, """<ItemGroup><AdditionalFiles Include="*.schemas.txt" /></ItemGroup>""");
        project.Write("mylib.schemas.txt", blocks.First(block => block.Language == "text").Text);
        project.Build();
        File.Copy(library, Path.Combine(project.Out, "libmylib.so"));
        Assert.Equal((0, blocks[program + 1].Text), DotnetCommand.Start(project.Out, Path.Combine(project.Out, "Program")));
    }

    [Fact]
    public void A_dropped_block_is_told_by_the_package_alone()
    {
        Consumer project = new(facade, "LibTorch.Torch.NoGrad();", "<PropertyGroup><LibTorchFacadeBuild>false</LibTorchFacadeBuild></PropertyGroup>");
        var (exit, log) = project.Dotnet("build", []);
        Assert.SkipWhen(log.Contains("error NU", StringComparison.Ordinal), $"the packages of the SDK cannot be had: {log}");
        Assert.Equal(1, exit);
        Assert.Contains("Program.cs(1,1): error LTF005", log, StringComparison.Ordinal);
    }

    [Fact]
    public void A_program_behind_another_and_a_library()
    {
        const string Print = "System.Console.WriteLine(Between.Given.Ones);";
        Consumer library = new(facade, """
            namespace Between;

            public static class Given
            {
                public static LibTorch.Tensor Ones => LibTorch.Torch.Ones(2);
            }
            """, "<PropertyGroup><OutputType>Library</OutputType></PropertyGroup>", name: "Between");
        Consumer first = new(facade, Print, Reference(library), name: "First");
        Consumer second = new(facade, Print, Reference(first));
        second.Publish();
        Assert.Equal((0, $"{Torch.Ones(2)}\n"), Consumer.Run(second.Out));
        Assert.Single(Natives(first), file => !file.Contains("_c10d", StringComparison.Ordinal));
        Assert.Empty(Natives(library));
    }

    private static string[] Natives(Consumer project) =>
        Directory.GetFiles(Path.Combine(project.Folder, "bin/Release/net10.0"), "libtorch_facade*.so", SearchOption.AllDirectories);

    private static string Reference(Consumer project) => $"""<ItemGroup><ProjectReference Include="{project.Project}" /></ItemGroup>""";
}
