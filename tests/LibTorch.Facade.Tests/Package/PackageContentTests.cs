using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;
using System.Xml.Linq;
using LibTorch.Tests.Build;

namespace LibTorch.Tests.Package;

/// <summary>What ./build.sh pack makes.</summary>
[Collection(PackageTests.Name)]
public sealed class PackageContentTests(PackedFacade facade)
{
    private string Extracted
    {
        get
        {
            _ = facade.NewFolder();
            return facade.Extracted;
        }
    }

    [Fact]
    public void The_command_prints_what_it_made()
    {
        _ = facade.NewFolder();
        string[] names = ["LibTorch.Facade", "LibTorch.Facade.NumericsTensors", "LibTorch.Facade.Onnx", "LibTorch.Facade.TensorBoard"];
        Assert.Equal(
            names.SelectMany(name => new[] { "nupkg", "snupkg" }.Select(kind => Path.Combine(facade.Feed, $"{name}.{PackedFacade.Version}.{kind}"))).Order(StringComparer.Ordinal),
            facade.Said.TrimEnd('\n').Split('\n').Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("NumericsTensors", "System.Numerics.Tensors", "net10.0")]
    [InlineData("Onnx", "Google.Protobuf", "net10.0", "net9.0")]
    [InlineData("TensorBoard", "Google.Protobuf", "net10.0", "net9.0")]
    public void The_packages_that_stand_on_it_ask_for_it_and_for_their_own_library(string name, string library, params string[] frameworks)
    {
        _ = facade.NewFolder();
        using var package = ZipFile.OpenRead(Path.Combine(facade.Feed, $"LibTorch.Facade.{name}.{PackedFacade.Version}.nupkg"));
        Assert.Equal(frameworks.Select(framework => $"lib/{framework}/LibTorch.Facade.{name}.dll"), package.Entries.Select(entry => entry.FullName).Where(file => file.EndsWith(".dll", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.Contains(package.Entries, entry => entry.FullName == "LICENSE");
        using var description = package.GetEntry($"LibTorch.Facade.{name}.nuspec")!.Open();
        var dependencies = XDocument.Load(description).Descendants().Where(element => element.Name.LocalName == "dependency").ToList();
        Assert.Equal(new[] { "LibTorch.Facade", library }.Order(StringComparer.Ordinal), dependencies.Select(element => element.Attribute("id")!.Value).Distinct().Order(StringComparer.Ordinal));

        // The generator and the targets come along.
        Assert.All(dependencies.Where(element => element.Attribute("id")!.Value == "LibTorch.Facade"), element => Assert.DoesNotMatch("(?i)analyzers|buildtransitive", element.Attribute("exclude")?.Value ?? ""));
    }

    [Fact]
    public void The_files_that_the_page_names()
    {
        string[] expected =
        [
            "README.md", "LICENSE", "CHANGELOG.md", "docs/own-operators.md", "buildTransitive/LibTorch.Facade.targets", "buildTransitive/net9.0/LibTorch.Facade.targets",
            "docs/analyzers.md", "analyzers/dotnet/roslyn4.14/cs/LibTorch.Generator.dll", "analyzers/dotnet/roslyn4.14/cs/LibTorch.CodeFixes.dll",
            "lib/net10.0/LibTorch.Facade.dll", "lib/net10.0/LibTorch.Facade.xml", "lib/net9.0/LibTorch.Facade.dll", "lib/net9.0/LibTorch.Facade.xml",
        ];
        Assert.All(expected, file => Assert.True(File.Exists(Path.Combine(Extracted, file)), file));
        Assert.Equal(File.ReadAllText(Repository.PathOf("LICENSE")), File.ReadAllText(Path.Combine(Extracted, "LICENSE")));
        Assert.Equal(2, Directory.GetFiles(Path.Combine(Extracted, "analyzers"), "*", SearchOption.AllDirectories).Length);
        Assert.Equal(["net10.0", "net9.0"], Directory.GetDirectories(Path.Combine(Extracted, "lib")).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void The_native_library_of_this_machines_libtorch_is_in_it_and_said()
    {
        _ = facade.NewFolder();
        Assert.Equal($"libtorch_facade-{Torch.Version}.so", Path.GetFileName(facade.PackagedNative));
        Assert.EndsWith($"native libraries in the package, by libtorch: {Torch.Version}; for any other, programs' builds compile one\n", facade.SaidToPeople, StringComparison.Ordinal);
        var native = LibTorch.Interop.BuiltFor.Read(facade.PackagedNative);
        Assert.Equal((Torch.Version, LibTorch.Interop.Boundary.Hash), (native.Version, native.Boundary));
        var second = LibTorch.Interop.BuiltFor.Read(facade.PackagedC10d);
        Assert.Equal($"libtorch_facade_c10d-{Torch.Version}.so", Path.GetFileName(facade.PackagedC10d));
        Assert.Equal((Torch.Version, LibTorch.Interop.Boundary.C10dHash), (second.Version, second.Boundary));
        foreach (var file in new[] { facade.PackagedNative, facade.PackagedC10d })
        {
            Assert.True(File.ReadAllBytes(file).AsSpan().IndexOf(Encoding.UTF8.GetBytes(Repository.Root)) < 0, $"{file} says where it was compiled");
        }
    }

    // ./build.sh pack --all puts three in, which are about as large.
    [Fact]
    public void With_three_of_them_it_stays_small()
    {
        _ = facade.NewFolder();
        Assert.InRange(new FileInfo(facade.File).Length + (2 * new FileInfo(facade.PackagedNative).Length), 1, 8 << 20);
    }

    [Fact]
    public void The_native_librarys_sources_are_whole()
    {
        static string[] In(string folder) => [.. Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder, file)).Order(StringComparer.Ordinal)];

        var (native, packed) = (Repository.PathOf("src/Native"), Path.Combine(Extracted, "native"));
        Assert.Equal(In(native).Append("build-for-package.sh").Order(StringComparer.Ordinal), In(packed));
        Assert.All(In(native), file => Assert.Equal(File.ReadAllBytes(Path.Combine(native, file)), File.ReadAllBytes(Path.Combine(packed, file))));
    }

    [Fact]
    public void It_says_who_made_it_and_asks_for_nothing_else()
    {
        var metadata = XDocument.Load(Path.Combine(Extracted, "LibTorch.Facade.nuspec")).Root!.Elements().Single();
        string? Value(string name) => metadata.Elements().SingleOrDefault(element => element.Name.LocalName == name)?.Value;
        Assert.Equal(("LibTorch.Facade", PackedFacade.Version, "MIT", "README.md"), (Value("id"), Value("version"), Value("license"), Value("readme")));
        Assert.False(string.IsNullOrWhiteSpace(Value("description")));
        Assert.Null(Value("projectUrl"));
        Assert.DoesNotContain(metadata.Descendants(), element => element.Name.LocalName == "dependency");
    }

    [Fact]
    public void The_symbols_hold_the_sources_and_nobodys_folders()
    {
        using var symbols = ZipFile.OpenRead(Path.ChangeExtension(facade.File, ".snupkg"));
        foreach (var framework in new[] { "net10.0", "net9.0" })
        {
            using MemoryStream bytes = new();
            using (var entry = symbols.GetEntry($"lib/{framework}/LibTorch.Facade.pdb")!.Open())
            {
                entry.CopyTo(bytes);
            }

            bytes.Position = 0;
            using var reader = MetadataReaderProvider.FromPortablePdbStream(bytes);
            var metadata = reader.GetMetadataReader();
            Assert.All(metadata.Documents, document => Assert.StartsWith("/_/", metadata.GetString(metadata.GetDocument(document).Name), StringComparison.Ordinal));
            Assert.All(metadata.Documents, document => Assert.NotEmpty(metadata.GetCustomDebugInformation(document)));

            var library = File.ReadAllBytes(Path.Combine(Extracted, "lib", framework, "LibTorch.Facade.dll"));
            Assert.True(library.AsSpan().IndexOf(Encoding.UTF8.GetBytes(Repository.Root)) < 0);
            using PEReader image = new(new MemoryStream(library));
            var id = new BlobContentId(metadata.DebugMetadataHeader!.Id);
            Assert.Contains(image.ReadDebugDirectory(), entry => entry.Type == DebugDirectoryEntryType.CodeView && image.ReadCodeViewDebugDirectoryData(entry).Guid == id.Guid);
        }
    }

    [Fact]
    public void A_folder_that_cannot_be_written_to_is_one_line()
    {
        // Below a file there is no folder, not even root's.
        var (exit, output, error) = Shell.Run("./build.sh pack LICENSE/packages");
        Assert.Equal((1, "", $"build.sh: the folder {Repository.PathOf("LICENSE/packages")} cannot be written to\n"), (exit, output, error));
    }
}
