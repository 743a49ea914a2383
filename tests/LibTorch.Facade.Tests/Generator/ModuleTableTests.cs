using LibTorch.SourceGeneration;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LibTorch.Tests.Generator;

/// <summary>What becomes of the rows of tables of modules.</summary>
public sealed class ModuleTableTests
{
    private const string Meanings = "@p How likely it is.\n@size How large it is.\n@weight A factor.\n";

    [Theory]
    [InlineData("Twice() input = input * 2 | | Doubles", "public sealed partial class Twice : Module<Tensor, Tensor>")]
    [InlineData("Twice() input = input * 2 | | Doubles", "/// <summary>Doubles; <c>torch.nn.Twice</c>.</summary>")]
    [InlineData("Both() x1, x2 = x1 + x2 | | Adds", "public override Tensor Forward(Tensor x1, Tensor x2)")]
    [InlineData("Some(number p = 0.5)\n  input = input * p\n  | p={p} | Scales", "public Some(Scalar? p = null)")]
    [InlineData("Some(number p = 0.5)\n  input = input * p\n  | p={p} | Scales", "P = p ?? 0.5;")]
    [InlineData("Some(number p = 0.5)\n  input = input * p\n  | p={p} | Scales", "return input * P;")]
    [InlineData("Some(number p) requires Probability(p) input = input | | Checks | TorchValueException: It is none.", "SettingCheck.Probability(P);")]
    [InlineData("Some(number p) requires Probability(p) input = input | | Checks | TorchValueException: It is none.", "/// <exception cref=\"TorchValueException\">It is none.</exception>")]
    [InlineData("Sized(tuple3 size) input = input | {size} | Is sized", "Size = IntSetting.TupleOf(size, 3);")]
    [InlineData("Sized(ends2 size = 1) input = input | {size} | Is sized", "Size = IntSetting.TupleOf(size.Or(1), 4);")]
    [InlineData("Weighted(buffer weight = null) input = F(input, weight) | | Weighs", "return F(input, Weight);")]
    [InlineData("Weighted(buffer weight = null) input = F(input, weight) | | Weighs", "public Weighted(Tensor? weight = null)")]
    [InlineData("1-3: Conv#d(ints size) : Convolution(#, *) | | Moves over #D", "public sealed partial class Conv2d : Convolution")]
    [InlineData("1-3: Conv#d(ints size) : Convolution(#, *) | | Moves over #D", ": base(3, size)")]
    [InlineData("Pool[WithIndices](ints size) input = Functional.Pool[WithIndices](input, size) | {size} | Pools", "class PoolWithIndices : Module<Tensor, (Tensor Output, Tensor Indices)>")]
    [InlineData("Pool[WithIndices](ints size) input = Functional.Pool[WithIndices](input, size) | {size} | Pools", "internal override string ClassName => \"Pool\";")]
    [InlineData("Pool[WithIndices](ints size) input = Functional.Pool[WithIndices](input, size) | {size} | Pools", "return Functional.Pool(input, IntSetting.ListOf(Size));")]
    public void A_row_becomes_a_class(string rows, string code)
    {
        var (source, diagnostics) = Run(Meanings + rows);
        Assert.Empty(diagnostics);
        Assert.Contains(code, source, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nonsense", "'nonsense' is no module")]
    [InlineData("Some(number unknown) input = input | | Is unknown", "nothing says what 'unknown' means")]
    public void What_is_none_is_an_error(string row, string message) =>
        Assert.Contains(message, Assert.Single(Run(Meanings + row).Diagnostics.DistinctBy(one => one.GetMessage())).GetMessage(), StringComparison.Ordinal);

    private static (string Source, IReadOnlyList<Diagnostic> Diagnostics) Run(string table)
    {
        var driver = CSharpGeneratorDriver.Create([new ModuleTableGenerator().AsSourceGenerator()], [new SchemaText("Test.modules.txt", table)])
            .RunGenerators(CSharpCompilation.Create("test"));
        var result = driver.GetRunResult().Results.Single();
        Assert.Null(result.Exception);
        return (string.Concat(result.GeneratedSources.Select(source => source.SourceText)), result.Diagnostics);
    }
}
