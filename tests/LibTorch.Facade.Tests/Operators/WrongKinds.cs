using System.Numerics;
using LibTorch.SourceGeneration;

namespace LibTorch.Tests.Operators;

/// <summary>Values of every kind, under the names that wrong_kinds.py has for Python's, and which of them a type of a schema takes.</summary>
internal static class WrongKinds
{
    private const string Numbers = "int big true float complex ";

    // What Python reads as a number too.
    private const string Single = "t0 ti tb ";

    private static readonly Dictionary<string, object?> Values = new()
    {
        ["none"] = null,
        ["dtype"] = DType.Float32,
        ["layout"] = Layout.Strided,
        ["format"] = MemoryFormat.Preserve,
        ["scheme"] = QScheme.PerTensorAffine,
        ["int"] = 1,
        ["big"] = 99,
        ["true"] = true,
        ["float"] = 1.5,
        ["complex"] = new Complex(0, 1),
        ["text"] = "cpu",
        ["device"] = Device.Cpu,
        ["generator"] = new LibTorch.Generator(),
        ["t0"] = Torch.Tensor(2f),
        ["ti"] = Torch.Tensor(2L),
        ["tb"] = Torch.Tensor(true),
        ["t3"] = Torch.Ones(3),
        ["ints"] = new long[] { 1, 2 },
        ["floats"] = new[] { 1.5 },
        ["bools"] = new[] { true },
        ["tensors"] = new[] { Torch.Ones(1) },
        ["mixed"] = new object[] { 1, 1.5 },
        ["dtypes"] = new[] { DType.Float32 },
        ["formats"] = new[] { MemoryFormat.ChannelsLast },
        ["empty"] = Array.Empty<object>(),
        ["texts"] = new[] { "a" },
        ["nones"] = new object?[] { null },
        ["nested"] = new[] { new[] { 1L } },
    };

    // What Python or C# may take for a type: all else, both have to refuse, but for the numbers that some operators take for tensors.
    private static readonly Dictionary<string, string> Fitting = new()
    {
        ["Tensor"] = Single + "t3 none",
        ["int"] = "int big true dtype layout format scheme " + Single,
        ["float"] = "int big true float " + Single,
        ["bool"] = Numbers + Single + "none",
        ["str"] = "text none texts",
        ["Scalar"] = Numbers + Single + "dtype layout format scheme",
        ["ScalarType"] = "dtype int big true " + Single,
        ["Layout"] = "layout int big true text " + Single,
        ["MemoryFormat"] = "format int big true " + Single,
        ["Device"] = "device text none int",
        ["Generator"] = "generator none",
        ["int[]"] = "int big true ints bools tensors empty nested none " + Single + "t3",
        ["float[]"] = "int big true float ints floats bools tensors mixed empty none " + Single + "t3",
        ["Tensor[]"] = "tensors empty none " + Single + "t3",
        ["Tensor?[]"] = "tensors empty nones none " + Single + "t3",
        ["Scalar[]"] = "ints floats bools mixed dtypes formats empty none " + Single + "t3",
    };

    // What is of one of libtorch's own enumerations stands for nothing else in C#. Python takes it for an int.
    private static readonly Dictionary<string, string> Enumerations = new()
    {
        ["dtype"] = "ScalarType", ["layout"] = "Layout", ["format"] = "MemoryFormat", ["scheme"] = "QScheme", ["dtypes"] = "ScalarType[]", ["formats"] = "MemoryFormat[]",
    };

    public static object? Value(string name) => Values[name];

    /// <summary>Arguments of which one at least is of a kind that its type cannot be; also whether Python refuses them too. Null where the types take everything.</summary>
    public static (string[] Names, bool InPython)? Draw(OperatorSchema schema, Random random)
    {
        for (var attempt = 0; attempt < 100; attempt++)
        {
            var names = schema.Arguments.Select(_ => Values.Keys.ElementAt(random.Next(Values.Count))).ToArray();
            var inPython = schema.Arguments.Where((argument, i) => IsWrongInPython(argument.Type, names[i])).Any();
            if (inPython || schema.Arguments.Where((argument, i) => IsWrongEnumeration(argument.Type, names[i])).Any())
            {
                return (names, inPython);
            }
        }

        return null;
    }

    private static bool IsWrongInPython(string type, string name) =>
        Fitting.TryGetValue(Plain(type), out var fitting) && !fitting.Split(' ').Contains(name) && !(name == "none" && type.EndsWith('?'));

    private static bool IsWrongEnumeration(string type, string name) =>
        Fitting.ContainsKey(Plain(type)) && Enumerations.TryGetValue(name, out var own) && own != Plain(type);

    private static string Plain(string type)
    {
        var plain = type.TrimEnd('?').Replace("SymInt", "int", StringComparison.Ordinal);
        var open = plain.IndexOf('[', StringComparison.Ordinal);
        return open < 0 ? plain : plain[..open] + "[]";
    }
}
