using System.Text.Json;
using System.Text.RegularExpressions;
using LibTorch.NN;

namespace LibTorch.Tests.NN;

/// <summary>Each layer of the tables is given inputs of wrong sizes, ranks and dtypes: it gives Python's bits, or fails with Python's words.</summary>
[Collection(ProcessWideState.Name)]
public sealed partial class WrongInputTests(PythonSession python)
{
    private static readonly (string Python, Func<Tensor, Tensor> Change)[] Changes =
    [
        ("x[0]", x => x[0]),
        ("x[None]", x => x.Unsqueeze(0)),
        ("x[:0]", x => x.Narrow(0, 0, 0)),
        ("x.flatten()", x => x.Flatten()),
        ("torch.cat([x, x], -1)", x => Torch.Cat([x, x], -1)),
        ("torch.cat([x, x], 0)", x => Torch.Cat([x, x], 0)),
        ("torch.cat([x, x], 1)", x => Torch.Cat([x, x], 1)),
        ("x.narrow(-1, 0, 1)", x => x.Narrow(-1, 0, 1)),
        ("x.narrow(1, 0, 1)", x => x.Narrow(1, 0, 1)),
        ("x.narrow(-1, 0, 0)", x => x.Narrow(-1, 0, 0)),
        ("x.double()", x => x.Double()),
        ("x.long()", x => x.Long()),
        ("x.bool()", x => x.Bool()),
        ("x.to(torch.complex64)", x => x.To(LibTorch.DType.Complex64)),
    ];

    // Without bags of given offsets: where these are wrong, libtorch 1.13 reads beyond its memory, and Python ends.
    private static readonly LayerRow[] Rows =
        [.. LayerRows.All.Where(row => !row.Python.StartsWith("EmbeddingBag", StringComparison.Ordinal) || !row.Inputs.Contains("), ", StringComparison.Ordinal))];

    // What is known to differ, and why.
    private static readonly (string Row, string Change, string Reason)[] Different =
    [
        ("FractionalMaxPool", "torch.cat([x, x], 0)", "libtorch reads beyond the given samples"),
        ("FractionalMaxPool", "torch.cat([x, x], 1)", "libtorch reads beyond the given samples"),
        ("MaxUnpool", "x.flatten()", "sizes of Python are a tuple in one version and a list in another"),
        ("MaxUnpool1d(3, stride=2, padding=1)", "x.narrow(-1, 0, 0)", "its output's size is looked at before the indices"),
        ("CrossMapLRN2d", "x.bool()", "Python's message comes from pooling in place, which is another operator here"),
    ];

    // Stands for an answer: Python crashed. C# has to throw an exception then.
    private const string EndsPython = "Python ends";

    public static TheoryData<string> Names => LayerRow.Names(Rows);

    [Theory]
    [MemberData(nameof(Names))]
    public void It_answers_as_Python_does(string name)
    {
        var row = LayerRow.Of(Rows, name);
        Assert.SkipUnless(Version.Parse(Torch.Version) >= row.Since, $"Python has it since libtorch {row.Since}");
        // Since libtorch 2, some wrong inputs of an LSTM crash Python.
        var lines = row.Python.StartsWith("LSTM", StringComparison.Ordinal) && Version.Parse(Torch.Version) >= new Version(2, 0)
            ? AskOneByOne(row)
            : Ask(python, row, "range(len(good))", string.Join(", ", Changes.Select(Applied)));
        Torch.ManualSeed(5);
        using var module = row.Make();
        var given = LayerInputs.Read(lines[0]);
        List<string> differences = [];
        foreach (var line in lines.Skip(1))
        {
            var (place, change) = (line[0].GetInt32(), Changes.First(one => one.Python == line[1].GetString()));
            Tensor[] changed = [.. given.Select((tensor, i) => i == place ? change.Change(tensor.Clone()) : tensor.Clone())];
            var (expected, actual) = (Expected(line), Answer(row, module, changed));
            var agree = expected == actual || (expected == EndsPython && !actual.StartsWith("torch.", StringComparison.Ordinal));
            if (!agree && !Different.Any(known => row.Python.StartsWith(known.Row, StringComparison.Ordinal) && change.Python == known.Change))
            {
                differences.Add($"input {place} = {change.Python}\n    Python: {expected}\n    C#:     {actual}");
            }
        }

        Assert.True(differences.Count == 0, $"{differences.Count} of {lines.Count - 1}:\n{string.Join('\n', differences)}");
    }

    // C# cannot tell a tuple of extents from a list of them, which Python writes in other brackets.
    private static string Expected(JsonElement line) => Bracketed(Answered(line));

    private static string Bracketed(string text) => WrongClass().Replace(ExtentsInParentheses().Replace(text, "$1[$2]"), "Target of a class");

    private static string Answered(JsonElement line) => line.GetArrayLength() == 2 ? EndsPython : line[2].ValueKind == JsonValueKind.Null
        ? line[3].GetString()!
        : $"{Parity.Counterpart([.. line[2].EnumerateArray().Select(kind => kind.GetString()!)]).Name}: {line[3].GetString()}";

    // libtorch's threads find the wrong classes of a batch in any order.
    [GeneratedRegex(@"Target -?\d+")]
    private static partial Regex WrongClass();

    [GeneratedRegex(@"((?:output size|scale_factor) of (?:shape )?)\(([^)]*)\)")]
    private static partial Regex ExtentsInParentheses();

    private static string Answer(LayerRow row, Module module, Tensor[] given)
    {
        Torch.ManualSeed(7);
        try
        {
            return string.Join("; ", row.Call(module, given).Select(Parity.Bits));
        }
        catch (Exception error) when (error is not Xunit.Sdk.XunitException)
        {
            return WrongClass().Replace($"{error.GetType().Name}: {error.Message}", "Target of a class");
        }
    }

    private static string Applied((string Python, Func<Tensor, Tensor> Change) change) => $"(r'''{change.Python}''', lambda x: {change.Python})";

    // Asks a separate Python process, and starts a new one after each crash.
    private static List<JsonElement> AskOneByOne(LayerRow row)
    {
        var python = new PythonSession();
        try
        {
            var lines = Ask(python, row, "()", "");
            for (var place = 0; place < lines[0].GetArrayLength(); place++)
            {
                foreach (var change in Changes)
                {
                    try
                    {
                        lines.AddRange(Ask(python, row, $"({place},)", Applied(change)).Skip(1));
                    }
                    catch (PythonEndedException)
                    {
                        lines.Add(JsonSerializer.SerializeToElement(new object[] { place, change.Python }));
                        python.Dispose();
                        python = new PythonSession();
                    }
                }
            }

            return lines;
        }
        finally
        {
            python.Dispose();
        }
    }

    private static List<JsonElement> Ask(PythonSession python, LayerRow row, string places, string changes)
    {
        var lines = python.Run($$"""
            {{LayerInputs.Python}}
            changes = [{{changes}}]
            torch.manual_seed(5)
            m = nn.{{row.Python}}
            torch.manual_seed(6)
            good = [x.detach() for x in ({{row.Inputs}},)]
            print(json.dumps([written(x) for x in good]))
            for place in {{places}}:
                for change, apply in changes:
                    given = [x.clone() for x in good]
                    try: given[place] = apply(given[place])
                    except Exception: continue  # not with this tensor
                    torch.manual_seed(7)
                    try:
                        outputs = {{row.PythonCall}}
                        outputs = [outputs] if isinstance(outputs, torch.Tensor) else list(outputs)
                        answer = [None, "; ".join(bits(x) for x in outputs)]
                    except Exception as error:
                        answer = [[kind.__name__ for kind in type(error).__mro__], str(error)]
                    print(json.dumps([place, change, *answer]))
            """).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return [.. lines.Select(line => JsonDocument.Parse(line).RootElement)];
    }
}
