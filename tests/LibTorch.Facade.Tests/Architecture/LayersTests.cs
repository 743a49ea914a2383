using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace LibTorch.Tests.Architecture;

/// <summary>The house rules that can be read off the code.</summary>
public sealed partial class LayersTests
{
    [Fact]
    public void Raw_pointers_stay_in_Interop_and_the_call_frame()
    {
        var others = Sources("src/Facade").Where(file => !file.Contains("/Interop/", StringComparison.Ordinal) && !Path.GetFileName(file).StartsWith("CallFrame.", StringComparison.Ordinal));
        Assert.All(others, file => Assert.False(UnsafeCode().IsMatch(File.ReadAllText(file)), $"{file} has unsafe code"));
    }

    [Fact]
    public void Interop_knows_nothing_of_what_stands_on_it()
    {
        const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        foreach (var type in typeof(Tensor).Assembly.GetTypes().Where(type => type.Namespace == "LibTorch.Interop"))
        {
            var methods = type.GetMembers(All).OfType<MethodBase>().ToArray();
            var used = type.GetFields(All).Select(field => field.FieldType)
                .Concat(methods.SelectMany(method => method.GetParameters()).Select(parameter => parameter.ParameterType))
                .Concat(methods.OfType<MethodInfo>().Select(method => method.ReturnType))
                .Concat(methods.SelectMany(method => method.GetMethodBody()?.LocalVariables ?? []).Select(local => local.LocalType))
                .SelectMany(Parts)
                .Where(part => part.Assembly == type.Assembly && part.Namespace != "LibTorch.Interop" && !part.IsSubclassOf(typeof(Exception)) && !part.Name.StartsWith('<'));
            Assert.True(!used.Any(), $"{type} uses {string.Join(", ", used.Distinct())}");
        }
    }

    // An interrupt that ends a wait between a native call and its result's owner would lose the result.
    [Fact]
    public void Interop_has_locks_that_no_interrupt_opens()
    {
        foreach (var file in Sources("src/Facade/Interop").Where(file => Path.GetFileName(file) is not ("UninterruptibleLock.cs" or "ProcessWideLock.cs")))
        {
            Assert.False(InterruptibleLock().IsMatch(File.ReadAllText(file)), $"{file} has an interruptible lock");
        }
    }

    [Fact]
    public void Formatting_needs_no_libtorch()
    {
        // Only the readers among Display's files ask for a tensor's elements.
        var formatters = Sources("src/Facade/Display").Where(file => Path.GetFileName(file) is var name && (name.EndsWith("Formatter.cs", StringComparison.Ordinal) || name.EndsWith("Layout.cs", StringComparison.Ordinal) || name.EndsWith("Cells.cs", StringComparison.Ordinal)));
        Assert.All(formatters, file => Assert.DoesNotMatch(@"\bInterop\b|\bTensor\b(?! )", NotCode().Replace(File.ReadAllText(file), "")));
    }

    [Fact]
    public void Each_header_of_the_boundary_is_declared_in_one_file()
    {
        foreach (var file in Sources("src").Where(file => Path.GetFileName(file) is not ("Native.cs" or "Native.C10d.cs")))
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
        HashSet<string> header = [];
        foreach (var (file, name) in new[] { ("torch_facade.h", "libtorch_facade.so"), ("c10d/torch_facade_c10d.h", "libtorch_facade_c10d.so") })
        {
            var functions = HeaderFunction().Matches(File.ReadAllText(Repository.PathOf("src/Native/" + file))).Select(match => match.Groups[1].Value).ToArray();
            var library = NativeLibrary.Load(Path.Combine(AppContext.BaseDirectory, name));
            Assert.All(functions, function => Assert.True(NativeLibrary.TryGetExport(library, function, out _), function));
            header.UnionWith(functions);
        }

        // Operators are called by the function that ltf_operator_describe gives, which may be this one; and the second
        // library is given the first one's ltf_services before any import of it works.
        Assert.All(["ltf_operator_call", "ltf_services", "ltf_c10d_attach"], name => Assert.True(header.Remove(name), name));
        Assert.Equal(header.Order(), imports.Order());
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
        foreach (var file in Directory.GetFiles(Repository.PathOf("src/Native"), "*.cpp", SearchOption.AllDirectories))
        {
            var text = File.ReadAllText(file);
            foreach (Match match in StatusFunction().Matches(text))
            {
                var name = match.Groups[1].Value;
                var plain = name is "ltf_grad_mode" or "ltf_set_grad_mode" or "ltf_inference_mode" or "ltf_forward_grad_mode" or "ltf_works_next";
                Assert.True(plain || match.Groups[2].Value.TrimStart().StartsWith("return guarded(", StringComparison.Ordinal), $"{name} in {file}");
            }
        }
    }

    [Fact]
    public void Calls_that_the_collector_waits_for_neither_wait_nor_call_back()
    {
        var imports = UntoldImport().Matches(File.ReadAllText(Repository.PathOf("src/Facade/Interop/Calls/Native.cs"))).Select(match => match.Groups[1].Value).ToArray();
        Assert.NotEmpty(imports);
        var sources = Directory.GetFiles(Repository.PathOf("src/Native"), "*.cpp").Select(File.ReadAllText).ToArray();
        foreach (var name in imports)
        {
            var body = sources.SelectMany(text => Function().Matches(text)).Single(match => match.Groups[1].Value == name).Groups[2].Value;
            Assert.DoesNotMatch(@"\bguarded\b|\bVisit\b|\bLock\b|\bthrow\b|\bcall_managed\b", body);
        }
    }

    [Fact]
    public void Locks_and_calls_of_the_applications_code_know_of_each_other()
    {
        foreach (var file in Sources("src/Native", "*.*").Where(file => Path.GetExtension(file) is ".cpp" or ".h"))
        {
            // Lock counts; and whoever calls into the application has UserCode look at the count first.
            var text = NotCode().Replace(File.ReadAllText(file), "");
            Assert.True(Path.GetFileName(file) == "lock.h" || !OtherLock().IsMatch(text), $"{file} locks without Lock");
            foreach (Match call in IntoApplication().Matches(text))
            {
                var before = text[..call.Index];
                Assert.True(before.LastIndexOf("UserCode", StringComparison.Ordinal) > before.LastIndexOf("\n}", StringComparison.Ordinal), $"{call.Value} in {file}");
            }
        }
    }

    [Fact]
    public void Only_two_locks_are_held_while_the_applications_code_runs()
    {
        // Levels that libtorch 1 counts for all threads together, and random numbers, which are the whole process's.
        string[] held = ["CheckpointFrame.cs", "TransformLevel.cs"];
        string[] brief = ["FirstGradHook.cs", "ModuleHooks.cs", "MultiGradHook.cs", "SharedLock.cs", "Torch.Warnings.cs"];
        var locking = Sources("src/Facade")
            .Where(file => !file.Contains("/Interop/", StringComparison.Ordinal) && ManagedLock().IsMatch(NotCode().Replace(File.ReadAllText(file), "")))
            .Select(Path.GetFileName);
        Assert.Equal(held.Concat(brief).Order(StringComparer.Ordinal), locking.Order(StringComparer.Ordinal)!);
    }

    [Fact]
    public void Files_stay_small()
    {
        var patterns = new[] { "*.cs", "*.cpp", "*.h", "*.py" };

        // The C boundary of a library is one header, so that nobody looks for a function in a second one.
        var files = patterns.SelectMany(pattern => Sources("src", pattern).Concat(Sources("tests", pattern))).Where(file => Path.GetFileName(file) != "torch_facade.h");
        Assert.All(files, file => Assert.True(File.ReadLines(file).Count() <= 300, $"{file} has over 300 lines"));
    }

    [Fact]
    public void One_public_type_a_file()
    {
        foreach (var file in Sources("src/Facade"))
        {
            var types = PublicType().Matches(File.ReadAllText(file)).Where(match => !match.Value.Contains("partial", StringComparison.Ordinal)).Select(match => match.Groups[1].Value).ToArray();
            Assert.True(types.Length <= 1, $"{file} declares {string.Join(", ", types)}");
        }
    }

    [GeneratedRegex(@"//.*|""(?:[^""\\]|\\.)*""")]
    private static partial Regex NotCode();

    // Messages of Python name a setting so.
    [GeneratedRegex(@"\bunsafe\b(?!`)|\bfixed\s*\(|\bstackalloc\b.*\*")]
    private static partial Regex UnsafeCode();

    [GeneratedRegex(@"\block\s*\(|\bnew Lock\(|\bLock \w+ = new|\bLazy<|\bMonitor\.")]
    private static partial Regex InterruptibleLock();

    [GeneratedRegex(@"LTF_API [\w ]+?\*?\s?\*?(ltf_\w+)\(")]
    private static partial Regex HeaderFunction();

    [GeneratedRegex(@"^int32_t (ltf_\w+)\([^{]*\{(.*?)^\}", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex StatusFunction();

    [GeneratedRegex(@"SuppressGCTransition\] public static partial \w+ (ltf_\w+)\(")]
    private static partial Regex UntoldImport();

    [GeneratedRegex(@"^\w+ (ltf_\w+)\([^{]*\{(.*?)^\}", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Function();

    [GeneratedRegex(@"\b(?:lock_guard|unique_lock|scoped_lock|shared_lock)\b|\bmutex_?\.lock\(")]
    private static partial Regex OtherLock();

    [GeneratedRegex(@"\block\s*\(|\b(?:Uninterruptible)?Lock\b|\bSemaphoreSlim\b|\bMonitor\.")]
    private static partial Regex ManagedLock();

    [GeneratedRegex(@"\bcallbacks\.(?:call|pack)\(|\bhandler\(")]
    private static partial Regex IntoApplication();

    [GeneratedRegex(@"^public (?:\w+ )*(?:class|struct|enum|interface|record) (\w+)", RegexOptions.Multiline)]
    private static partial Regex PublicType();

    private static IEnumerable<Type> Parts(Type type) =>
        type.HasElementType ? Parts(type.GetElementType()!) : type.GetGenericArguments().SelectMany(Parts).Append(type);

    private static IEnumerable<string> Sources(string folder, string pattern = "*.cs") =>
        Directory.EnumerateFiles(Repository.PathOf(folder), pattern, SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal));
}
