using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace LibTorch.Tests.Architecture;

/// <summary>The house rules that can be read off the code.</summary>
public sealed partial class LayersTests
{
    private static readonly string[] Foundation = ["Interop"];

    public static TheoryData<string> FacadeFolders => [.. Directory.GetDirectories(Repository.PathOf("src/Facade")).Select(path => Path.GetFileName(path)).Except(["bin", "obj"])];

    [Theory]
    [MemberData(nameof(FacadeFolders))]
    public void Raw_pointers_stay_in_Interop(string folder)
    {
        if (Foundation.Contains(folder))
        {
            return;
        }

        foreach (var file in Sources($"src/Facade/{folder}"))
        {
            Assert.False(UnsafeCode().IsMatch(File.ReadAllText(file)), $"{file} has unsafe code");
        }
    }

    [Fact]
    public void The_boundary_is_declared_in_one_file()
    {
        foreach (var file in Sources("src").Where(file => Path.GetFileName(file) != "Native.cs"))
        {
            Assert.DoesNotContain("[LibraryImport", File.ReadAllText(file));
            Assert.DoesNotContain("[DllImport", File.ReadAllText(file));
        }
    }

    [Fact]
    public void Every_native_import_resolves_and_is_in_the_header()
    {
        var native = typeof(Tensor).Assembly.GetType("LibTorch.Interop.Native")!;
        var imports = native.GetMethods(BindingFlags.Public | BindingFlags.Static).Select(method => method.Name).Where(name => name.StartsWith("ltf_", StringComparison.Ordinal)).ToHashSet();
        var header = HeaderFunction().Matches(File.ReadAllText(Repository.PathOf("src/Native/torch_facade.h"))).Select(match => match.Groups[1].Value).ToHashSet();
        Assert.Equal(header.Order(), imports.Order());
        var library = NativeLibrary.Load(Path.Combine(AppContext.BaseDirectory, "libtorch_facade.so"));
        Assert.All(imports, name => Assert.True(NativeLibrary.TryGetExport(library, name, out _), name));
    }

    [Fact]
    public void Examples_use_the_public_interface_only()
    {
        Assert.DoesNotContain(typeof(Tensor).Assembly.GetCustomAttributes<System.Runtime.CompilerServices.InternalsVisibleToAttribute>(), friend => friend.AssemblyName.Contains("Examples", StringComparison.Ordinal));
        Assert.All(Sources("src/Examples"), file => Assert.DoesNotContain("LibTorch.Interop", File.ReadAllText(file)));
    }

    [Fact]
    public void Every_export_catches_everything()
    {
        // Status-returning functions run their body in guarded(); the others must not be able to throw.
        foreach (var file in Directory.GetFiles(Repository.PathOf("src/Native"), "*.cpp"))
        {
            var text = File.ReadAllText(file);
            foreach (Match match in StatusFunction().Matches(text))
            {
                var name = match.Groups[1].Value;
                var plain = name is "ltf_grad_mode" or "ltf_inference_mode";
                Assert.True(plain || match.Groups[2].Value.TrimStart().StartsWith("return guarded(", StringComparison.Ordinal), $"{name} in {file}");
            }
        }
    }

    [Fact]
    public void Files_stay_small()
    {
        var patterns = new[] { "*.cs", "*.cpp", "*.h", "*.py" };
        var files = patterns.SelectMany(pattern => Sources("src", pattern).Concat(Sources("tests", pattern)));
        Assert.All(files, file => Assert.True(File.ReadLines(file).Count() <= 300, $"{file} has over 300 lines"));
    }

    [Fact]
    public void One_public_type_a_file()
    {
        foreach (var file in Sources("src/Facade"))
        {
            var types = PublicType().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value).Distinct().ToArray();
            Assert.True(types.Length <= 2, $"{file} declares {string.Join(", ", types)}");
        }
    }

    [GeneratedRegex(@"\bunsafe\b|\bfixed\s*\(|\bstackalloc\b.*\*")]
    private static partial Regex UnsafeCode();

    [GeneratedRegex(@"LTF_API [\w ]+?\*?\s?\*?(ltf_\w+)\(")]
    private static partial Regex HeaderFunction();

    [GeneratedRegex(@"^int32_t (ltf_\w+)\([^{]*\{(.*?)^\}", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex StatusFunction();

    [GeneratedRegex(@"^public (?:\w+ )*(?:class|struct|enum|interface|record) (\w+)", RegexOptions.Multiline)]
    private static partial Regex PublicType();

    private static IEnumerable<string> Sources(string folder, string pattern = "*.cs") =>
        Directory.EnumerateFiles(Repository.PathOf(folder), pattern, SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal));
}
