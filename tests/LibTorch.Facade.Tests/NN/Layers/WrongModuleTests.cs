using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using LibTorch.NN;

namespace LibTorch.Tests.NN;

/// <summary>Layers that are made, or called, with what they cannot use: the answer is Python's, an error in its words or what comes of it.</summary>
[Collection(ProcessWideState.Name)]
public sealed class WrongModuleTests(PythonSession python)
{
    [Fact]
    public void Python_answers_the_same()
    {
        string[] lines = [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "NN", "wrong_module_calls.txt")).Select(line => line.Split(" | ")).Where(IsForThis).Select(parts => parts[^1])];
        Assert.True(lines.Length > 400, $"{lines.Length} lines");
        var expected = Ask(lines);
        var (calls, messages) = CompiledCalls.Compile([.. lines.Select(CSharp)]);
        Assert.Empty(messages.Select(message => $"{lines[message.Key]}: {message.Value}"));
        var differences = lines.Select((line, i) => (line, Python: expected[i], CSharp: Answer(calls[i]))).Where(one => one.Python != one.CSharp)
            .Select(one => $"{one.line}\n    Python: {one.Python}\n    C#:     {one.CSharp}").ToList();
        Assert.True(differences.Count == 0, $"{differences.Count} of {lines.Length} differ:\n{string.Join('\n', differences)}");
    }

    private static bool IsForThis(string[] parts) =>
        parts[0].Length > 0 && parts[0][0] != '#' && (parts.Length == 1 || Version.Parse(Torch.Version) >= Version.Parse(parts[0]));

    private string[] Ask(string[] lines)
    {
        var answers = python.Run($$"""
            import json
            o = torch.ones
            def i(*sizes): return torch.zeros(*sizes, dtype=torch.int64)
            def d(*sizes): return torch.ones(*sizes, dtype=torch.float64)
            def flat(x): return [part for one in x for part in flat(one)] if isinstance(x, tuple) else [x]
            for line in json.loads({{JsonSerializer.Serialize(JsonSerializer.Serialize(lines))}}):
                torch.manual_seed(5)
                try:
                    value = eval(line)
                    answer = [None, repr(value) if isinstance(value, nn.Module) else "; ".join(bits(x) for x in flat(value) if x is not None)]
                except Exception as error:
                    answer = [[kind.__name__ for kind in type(error).__mro__], str(error)]
                print(json.dumps(answer))
            """).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return [.. answers.Select(answer => JsonDocument.Parse(answer).RootElement).Select(answer => answer[0].ValueKind == JsonValueKind.Null
            ? answer[1].GetString()!
            : Failed(Parity.Counterpart([.. answer[0].EnumerateArray().Select(kind => kind.GetString()!)]), answer[1].GetString()!))];
    }

    // A division by zero is .NET's own exception. Python writes sets in another order each time, C++ frames into messages that it
    // makes of libtorch's, and from 3.14 on how many values there were to unpack.
    private static string Failed(Type type, string message)
    {
        message = Regex.Replace(message, @"\nException raised from .*", "", RegexOptions.Singleline);
        message = Regex.Replace(message, @"to unpack \(expected (\d+), got \d+\)", "to unpack (expected $1)");
        message = Regex.Replace(message, "{(.*)}", set => string.Join(", ", set.Groups[1].Value.Split(", ").Order(StringComparer.Ordinal)));
        return type == typeof(DivideByZeroException) ? type.Name : $"{type.Name}: {message}";
    }

    private static string Answer(Func<Tensor[], object?> call)
    {
        Torch.ManualSeed(5);
        try
        {
            var value = call([]);
            return value is Module ? value.ToString()! : string.Join("; ", Flat(value).Select(Parity.Bits));
        }
        catch (Exception error) when (error is not Xunit.Sdk.XunitException)
        {
            return Failed(error.GetType(), error.Message);
        }
    }

    private static IEnumerable<Tensor> Flat(object? value) => value switch
    {
        ITuple several => Enumerable.Range(0, several.Length).SelectMany(place => Flat(several[place])),
        Tensor tensor => [tensor],
        _ => [],
    };

    // nn.Conv2d(1, 1, (2, 0), padding_mode='zeros')(o(1, 1, 4, 4)) is new Conv2d(1, 1, [2, 0], paddingMode: "zeros").Call(Torch.Ones(1, 1, 4, 4)).
    private static string CSharp(string python)
    {
        var text = Regex.Replace(python, @"nn\.(\w+)\((.*), return_indices=True\)", "nn.$1WithIndices($2)");
        text = Regex.Replace(text, @"nn\.(\w+)\(", "new $1(").Replace(")(", ").Call(", StringComparison.Ordinal);
        text = Regex.Replace(text, @"\bi\(([^()]*)\)", "Torch.Zeros([$1], dtype: DType.Int64)");
        text = Regex.Replace(text, @"\bd\(([^()]*)\)", "Torch.Ones([$1], dtype: DType.Float64)");
        text = Regex.Replace(text, @"\bo\(", "Torch.Ones(");
        text = Regex.Replace(text, @"padding=\(([^()]*?),?\)", "padding=new long[] { $1 }");
        text = Regex.Replace(text, @"(?<!\w)\(([^()]*?),?\)", "[$1]");
        text = Regex.Replace(text, @"(\w+)=", name => Regex.Replace(name.Groups[1].Value, "_(.)", letter => letter.Groups[1].Value.ToUpperInvariant()) + ": ");
        text = Regex.Replace(text, "'(\\w*)'", "\"$1\"");
        return text.Replace("True", "true", StringComparison.Ordinal).Replace("False", "false", StringComparison.Ordinal).Replace("None", "null", StringComparison.Ordinal);
    }
}
