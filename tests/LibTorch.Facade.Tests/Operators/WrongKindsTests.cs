using LibTorch.SourceGeneration;

namespace LibTorch.Tests.Operators;

/// <summary>Whatever is given to whichever operator, the process goes on, and what Python refuses is refused.</summary>
public sealed class WrongKindsTests
{
    private const string CallsFile = "LTF_WRONG_KINDS";

    private const int CallsOfEach = 8;

    [Fact]
    public void Every_operator_refuses_what_is_of_the_wrong_kind()
    {
        var random = new Random(13);
        var calls = Torch.Ops.Select(op => op.Schema).Order(StringComparer.Ordinal).Select(SchemaParser.Parse)
            .SelectMany(schema => Enumerable.Range(0, CallsOfEach).Select(_ => WrongKinds.Draw(schema, random)).OfType<(string[] Names, bool InPython)>().Select(drawn => (schema.FullName, drawn.Names, drawn.InPython)))
            .ToList();
        Assert.True(calls.Count > 10_000, $"{calls.Count} calls");
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllLines(file, calls.Select(call => $"{(call.InPython ? "both" : "here")} {call.FullName} {string.Join(' ', call.Names)}"));
            PythonRunner.Run("Operators/wrong_kinds.py", file, file + ".python");
            var (exit, output, _) = ChildProcess.RunTests([$"{typeof(WrongKindsTests).FullName}.{nameof(The_other_process)}"], (CallsFile, file));
            var (here, there) = (File.ReadAllLines(file + ".here"), File.ReadAllLines(file + ".python"));
            Assert.True(exit == 0, $"ended at {calls.ElementAtOrDefault(here.Length)}\n{output}");
            Assert.Equal(calls.Count, here.Length);
            Assert.Equal(calls.Count, there.Length);
            Assert.True(there.Count(answer => answer == "refuses") > 10_000, "Python was asked too little");
            var accepted = calls.Select((call, i) => $"{call.FullName} {string.Join(' ', call.Names)}: C# {here[i]}, Python {there[i]}").Where((_, i) => here[i] == "accepts" && there[i] != "accepts").ToList();
            Assert.True(accepted.Count == 0, $"{accepted.Count} calls were accepted:\n{string.Join('\n', accepted.Take(40))}");
        }
        finally
        {
            Array.ForEach([file, file + ".here", file + ".python"], File.Delete);
        }
    }

    public static TheoryData<string, object> Unknown => new()
    {
        { "ScalarType", DType.UInt64 }, { "Layout", (Layout)8 }, { "Layout", (Layout)(-1) }, { "MemoryFormat", (MemoryFormat)4 }, { "MemoryFormat", (MemoryFormat)int.MaxValue },
    };

    [Theory]
    [MemberData(nameof(Unknown))]
    public void Every_operator_refuses_a_number_that_its_enumeration_has_not(string type, object unknown)
    {
        Assert.SkipWhen(unknown is DType && LibTorch.Interop.LibraryCalls.IsAtLeast(2, 3), "libtorch 2.3 and later have this dtype");
        var schemas = Torch.Ops.Select(op => SchemaParser.Parse(op.Schema)).Where(schema => schema.Arguments.Any(argument => argument.Type.TrimEnd('?') == type) && !schema.Text.Contains("__torch__", StringComparison.Ordinal)).ToList();
        Assert.True(schemas.Count > 10, $"{schemas.Count} operators");
        Assert.All(schemas, schema =>
        {
            object?[] arguments = [.. schema.Arguments.Select(argument => argument.Type.TrimEnd('?') == type ? unknown : Plausible(argument))];
            // A dtype that a later libtorch has is known, and said to need it.
            var error = Assert.ThrowsAny<Exception>(() => Torch.Ops[schema.FullName].Invoke(arguments));
            Assert.True(unknown is DType ? error is NotSupportedException : error is TorchTypeException, $"{error}");
            Assert.Contains(unknown is DType ? "needs libtorch" : "this libtorch has no", error.Message);
        });
    }

    [Fact]
    public void Typed_methods_refuse_them_too()
    {
        var x = Torch.Ones(2, 2);
        var format = (MemoryFormat)4;
        Action[] calls =
        [
            () => _ = x.ZerosLike(memoryFormat: format), () => _ = x.Clone(memoryFormat: format), () => _ = x.EmptyLike(memoryFormat: format), () => _ = x.Contiguous(memoryFormat: format),
            () => _ = x.To(DType.Float64, memoryFormat: format), () => Torch.Empty([2], memoryFormat: format), () => _ = x.ZerosLike(layout: (Layout)77), () => Torch.Zeros([2], layout: (Layout)77),
        ];
        Assert.All(calls, call => Assert.Throws<TorchTypeException>(call));
    }

    /// <summary>What the process that the other test starts does.</summary>
    [Fact]
    public void The_other_process()
    {
        var file = Environment.GetEnvironmentVariable(CallsFile);
        Assert.SkipWhen(file is null, "it is another test's process");
        using var answers = new StreamWriter(file + ".here") { AutoFlush = true };
        foreach (var call in File.ReadLines(file!).Select(line => line.Split(' ')))
        {
            answers.WriteLine(Answer(call[1], [.. call[2..].Select(WrongKinds.Value)]));
        }
    }

    private static object? Plausible(SchemaArgument argument) => argument.Type switch
    {
        "Tensor" => Torch.Ones(2, 2),
        "Tensor[]" => new[] { Torch.Ones(2, 2) },
        "int" or "SymInt" or "Scalar" => 1,
        "float" => 1.0,
        "bool" => false,
        "str" => "cpu",
        "str[1]" or "str[]" => new[] { "a" },
        "Device" => Device.Cpu,
        "ScalarType" => DType.Float32,
        "Layout" => Layout.Strided,
        "MemoryFormat" => MemoryFormat.Contiguous,
        _ when argument.Type.EndsWith('?') => null,
        _ => new long[] { 2, 2 },
    };

    private static string Answer(string name, object?[] arguments)
    {
        try
        {
            Torch.Ops[name].Invoke(arguments);
            return "accepts";
        }
        catch (Exception error) when (error is TorchException or ArgumentException)
        {
            return "refuses";
        }
    }
}
