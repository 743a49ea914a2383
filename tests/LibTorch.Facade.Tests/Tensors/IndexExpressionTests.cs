using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace LibTorch.Tests.Tensors;

/// <summary>Random expressions between the brackets, read and assigned to, as Python's: values, graphs, gradients and errors.</summary>
public sealed class IndexExpressionTests
{
    private const int Count = 20_000;

    private static readonly Dictionary<string, DType> DTypes = typeof(DType).GetProperties()
        .Where(property => property.PropertyType == typeof(DType)).Select(property => (DType)property.GetValue(null)!)
        .DistinctBy(dtype => dtype.ToString()).ToDictionary(dtype => dtype.ToString());

    private static readonly string[] ListFaults = ["Could not infer dtype of", "expected sequence of length", "not a sequence", "'list' object cannot", "only integer tensors of"];

    [Fact]
    public void Random_expressions_are_Pythons()
    {
        var seed = Environment.GetEnvironmentVariable("LTF_INDEX_SEED") ?? "1";
        var output = Path.GetTempFileName();
        PythonRunner.Run("Tensors/index_expressions.py", output, seed, Count.ToString(CultureInfo.InvariantCulture));
        var differences = new List<string>();
        var (values, errors) = (0, 0);
        foreach (var line in File.ReadLines(output))
        {
            using var document = JsonDocument.Parse(line);
            var expected = document.RootElement;
            _ = expected.TryGetProperty("error", out _) ? errors++ : values++;
            if (Difference(expected) is { } difference)
            {
                differences.Add($"{expected.GetProperty("text")}\n    {difference}");
            }
        }

        File.Delete(output);
        Assert.True(differences.Count == 0, $"{differences.Count} differ:\n" + string.Join("\n", differences.Take(40)));

        // A list that says little would pass as well.
        Assert.Equal(Count, values + errors);
        Assert.True(values > Count / 2 && errors > Count / 10, $"{values} values and {errors} errors");
    }

    private static string? Difference(JsonElement expected)
    {
        var (records, isLeaf) = (expected.GetProperty("records").GetBoolean(), expected.GetProperty("leaf").GetBoolean());
        var leaf = Read(expected.GetProperty("x"));
        leaf.RequiresGrad = records;
        var x = isLeaf || !records ? leaf : leaf * 1;
        try
        {
            var items = expected.GetProperty("items").EnumerateArray().Select(Item).ToArray();
            var alone = expected.GetProperty("bare").GetBoolean();
            if (!expected.TryGetProperty("value", out var assigned))
            {
                var result = alone ? x[items[0]] : x[items];
                var stride = string.Join(", ", result.Strides);
                return Compare(expected, result, [leaf]) ?? Same(string.Join(", ", expected.GetProperty("stride").EnumerateArray()), stride, "strides")
                    ?? WriteThrough(expected, result, x);
            }

            var value = Value(assigned);
            if (alone)
            {
                x[items[0]] = value;
            }
            else
            {
                x[items] = value;
            }

            return Compare(expected, x, assigned.TryGetProperty("tensor", out _) ? [leaf, value] : [leaf]);
        }
        catch (TorchException error)
        {
            return ErrorDifference(expected, error);
        }
    }

    private static string? Compare(JsonElement expected, Tensor result, Tensor[] leaves) =>
        expected.TryGetProperty("error", out var error)
            ? GradientsDiffer(expected, result, leaves) ?? $"Python raises {error}"
            : Same(expected.GetProperty("bits").GetString()!, Parity.Bits(result), "values")
                ?? Same(expected.GetProperty("graph").GetString()!, Graph(result.GradFn), "graph")
                ?? GradientsDiffer(expected, result, leaves);

    // Python's answer may be that the backward pass fails: then this throws what Python did.
    private static string? GradientsDiffer(JsonElement expected, Tensor result, Tensor[] leaves)
    {
        var inputs = Array.FindAll(leaves, leaf => leaf.RequiresGrad);
        var found = !result.RequiresGrad || inputs.Length == 0
            ? []
            : Torch.Autograd.Grad([result], inputs, [result.OnesLike()], allowUnused: true).Select(gradient => gradient is null ? "None" : Parity.Bits(gradient));
        return expected.TryGetProperty("gradients", out var gradients)
            ? Same(string.Join("; ", gradients.EnumerateArray()), string.Join("; ", found), "gradients")
            : null;
    }

    private static string? WriteThrough(JsonElement expected, Tensor result, Tensor x)
    {
        using var mode = Torch.NoGrad();
        result.Detach().Fill_(1);
        return Same(expected.GetProperty("source").GetString()!, Parity.Bits(x), "the source after writing to the result");
    }

    private static string? ErrorDifference(JsonElement expected, TorchException error)
    {
        // Behind a second ellipsis Python reads an extent past the last one, and goes by whatever lies there.
        var isAstray = expected.GetProperty("ellipses").GetInt32() > 1 && error is TorchIndexException;
        if (!expected.TryGetProperty("error", out var message))
        {
            return isAstray ? null : $"C# throws {error.GetType().Name}: {error.Message}";
        }

        var kinds = expected.GetProperty("kinds").EnumerateArray().Select(kind => kind.GetString()!).ToArray();

        // Of several faults, C# names one in a list first, as it reads lists before it looks at the tensor.
        var text = message.GetString()!;
        if (IsListFault(error.Message) && !IsListFault(text))
        {
            return null;
        }

        text = isAstray ? error.Message : text;
        return Same($"{Parity.Counterpart(kinds).Name}: {text}", $"{error.GetType().Name}: {error.Message}", "error");
    }

    private static bool IsListFault(string message) => Array.Exists(ListFaults, fault => message.StartsWith(fault, StringComparison.Ordinal));

    private static string? Same(string expected, string actual, string what) =>
        expected == actual ? null : $"{what}: Python {expected}\n    C# {actual}";

    private static string Graph(Node? node) => node is null
        ? "-"
        : $"{node.Name}({string.Join(", ", node.NextFunctions.Select(next => Graph(next.Function)))})";

    private static TensorIndex Item(JsonElement item)
    {
        if (item.ValueKind == JsonValueKind.String)
        {
            return item.GetString() == "none" ? TensorIndex.NewAxis : TensorIndex.Ellipsis;
        }

        var content = item.EnumerateObject().Single();
        return content.Name switch
        {
            "int" => content.Value.GetInt64(),
            "bool" => content.Value.GetBoolean(),
            "tensor" => Read(content.Value),
            "list" => TensorIndex.List([.. content.Value.EnumerateArray().Select(Item)]),
            _ => TensorIndex.Slice(Part(content.Value[0]), Part(content.Value[1]), content.Value[2].GetInt64()),
        };
    }

    private static long? Part(JsonElement part) => part.ValueKind == JsonValueKind.Null ? null : part.GetInt64();

    private static Tensor Value(JsonElement value)
    {
        if (value.TryGetProperty("tensor", out var data))
        {
            var tensor = Read(data);
            tensor.RequiresGrad = data.GetProperty("records").GetBoolean();
            return tensor;
        }

        var number = value.GetProperty("number");
        return number.ValueKind switch
        {
            JsonValueKind.True or JsonValueKind.False => number.GetBoolean(),
            JsonValueKind.Array => new Complex(number[0].GetDouble(), number[1].GetDouble()),
            _ => number.TryGetInt64(out var integer) ? (Tensor)integer : number.GetDouble(),
        };
    }

    private static Tensor Read(JsonElement data)
    {
        long[] values = [.. data.GetProperty("values").EnumerateArray().Select(value => value.GetInt64())];
        long[] shape = [.. data.GetProperty("shape").EnumerateArray().Select(extent => extent.GetInt64())];
        return Torch.Tensor<long>(values, shape).To(DTypes[data.GetProperty("dtype").GetString()!]);
    }
}
