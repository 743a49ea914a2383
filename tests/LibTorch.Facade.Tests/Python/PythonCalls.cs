using System.Runtime.CompilerServices;
using System.Text.Json;

namespace LibTorch.Tests;

/// <summary>Calls of Python functions, written as C# by python_calls.py, made again and compared with what Python answered.</summary>
internal static class PythonCalls
{
    /// <summary>Makes the calls that the file lists; what differs, a line each, and how many were compared and could not be written in C#.</summary>
    /// <param name="list">The file.</param>
    /// <param name="samples">How many of PyTorch's own samples of an operator are taken.</param>
    /// <param name="node">One name for the nodes that are compared as the same.</param>
    public static (List<string> Differences, int Compared, List<string> Unwritable) Replay(string list, int samples, Func<string, string>? node = null)
    {
        var output = Path.GetTempFileName();
        PythonRunner.Run("Python/python_calls.py", Path.Combine(AppContext.BaseDirectory, list), output, samples.ToString(null, null));
        var lines = File.ReadLines(output).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        File.Delete(output);
        var written = lines.Where(line => line.TryGetProperty("call", out _)).ToList();
        var (calls, messages) = CompiledCalls.Compile([.. written.Select(line => line.GetProperty("call").GetString()!)]);
        var differences = new List<string>();
        for (var i = 0; i < written.Count; i++)
        {
            // What Python's argument parser refuses, the compiler may refuse.
            var refused = written[i].TryGetProperty("kinds", out var kinds) && kinds[0].GetString() == "TypeError";
            var difference = !messages.TryGetValue(i, out var message) ? Difference(written[i], calls[i], node ?? (name => name)) : refused ? null : message;
            if (difference is not null)
            {
                differences.Add($"{written[i].GetProperty("origin").GetString()}: {written[i].GetProperty("call").GetString()}\n    {difference}");
            }
        }

        var unwritable = lines.Where(line => line.TryGetProperty("unwritable", out _)).Select(line => $"{line.GetProperty("origin")}: {line.GetProperty("unwritable")}");
        return (differences, written.Count, [.. unwritable.Distinct()]);
    }

    private static string? Difference(JsonElement line, Func<Tensor[], object?> call, Func<string, string> node)
    {
        var inputs = line.GetProperty("inputs").EnumerateArray().Select(Input).ToArray();
        Torch.ManualSeed(11);
        object? value;
        try
        {
            value = call(inputs);
        }
        catch (Exception error) when (error is TorchException or ArgumentException)
        {
            return ErrorDifference(line, error);
        }

        if (line.TryGetProperty("error", out var expectedError))
        {
            return $"Python raises {expectedError}";
        }

        var outputs = Flatten(value).ToList();
        return Compare("results", Texts(line, "outputs"), outputs.Select(Bits))
            ?? Compare("grad_fn", Texts(line, "grad_fn").Select(node), outputs.Select(output => node((output as Tensor)?.GradFn?.Name ?? "")))
            ?? GradientDifference(line, inputs, outputs);
    }

    private static string? GradientDifference(JsonElement line, Tensor[] inputs, List<object?> outputs)
    {
        if (!line.TryGetProperty("gradients", out _))
        {
            return null;
        }

        var results = outputs.OfType<Tensor>().Where(output => output.RequiresGrad).ToList();
        var leaves = inputs.Where(input => input.RequiresGrad).ToList();
        var gradients = Torch.Autograd.Grad(results, leaves, [.. results.Select(result => result.OnesLike())], allowUnused: true);
        return Compare("gradients", Texts(line, "gradients"), gradients.Select(Bits));
    }

    private static string? ErrorDifference(JsonElement line, Exception error)
    {
        if (!line.TryGetProperty("error", out var expected))
        {
            return $"C# throws {error.GetType().Name}: {error.Message}";
        }

        var kinds = line.GetProperty("kinds").EnumerateArray().Select(kind => kind.GetString()!).ToArray();
        return error.GetType() == Parity.Counterpart(kinds) && (error.Message == expected.GetString() || IsNumberRefused(error.Message, expected.GetString()!))
            ? null
            : $"Python raises {kinds[0]}: {expected}\n    C# throws {error.GetType().Name}: {error.Message}";
    }

    // A number that stands for a tensor knows nothing of the call, so that the argument's name and place are missing.
    private static bool IsNumberRefused(string message, string expected) =>
        expected.IndexOf(" must be Tensor, not ", StringComparison.Ordinal) is var at and >= 0 && message.EndsWith(expected[at..], StringComparison.Ordinal);

    private static string? Compare(string what, IEnumerable<string> expected, IEnumerable<string> actual)
    {
        var (left, right) = (string.Join("; ", expected), string.Join("; ", actual));
        return left == right ? null : $"{what}: Python {Short(left)}, C# {Short(right)}";
    }

    private static string Short(string text) => text.Length > 200 ? text[..200] + "…" : text;

    private static IEnumerable<string> Texts(JsonElement line, string name) => line.GetProperty(name).EnumerateArray().Select(item => item.GetString()!);

    private static string Bits(object? value) => value switch
    {
        null => "None",
        Tensor { Layout: Layout.Sparse or Layout.SparseCsr } sparse =>
            $"{sparse.Layout.TorchName()} [{string.Join(", ", sparse.Shape)}] {(sparse.Layout == Layout.Sparse ? Torch.Ops["aten::is_coalesced"].Invoke(sparse)[0] : null)} {string.Join(' ', Parts(sparse).Select(Parity.Bits))}",
        Tensor { Layout: not Layout.Strided } other => Parity.Bits(other.ToDense()),
        Tensor tensor => Parity.Bits(tensor),
        _ => value.ToString()!,
    };

    private static Tensor Called(string name, params object?[] arguments) => (Tensor)Torch.Ops["aten::" + name].Invoke(arguments)[0]!;

    private static Tensor[] Parts(Tensor sparse) =>
        sparse.Layout == Layout.Sparse ? [Called("_indices", sparse), Called("_values", sparse)] : [sparse.CrowIndices(), sparse.ColIndices(), sparse.Values()];

    private static IEnumerable<object?> Flatten(object? value) => value switch
    {
        Tensor[] tensors => tensors,
        object?[] several => several.SelectMany(Flatten),
        ITuple tuple => Enumerable.Range(0, tuple.Length).SelectMany(i => Flatten(tuple[i])),
        _ => [value],
    };

    // The tensor as Python had it.
    private static Tensor Input(JsonElement input)
    {
        var tensor = input.TryGetProperty("parts", out var parts) ? Sparse(input, [.. parts.EnumerateArray().Select(Dense)]) : Dense(input);
        var leaf = tensor.Detach();
        return input.GetProperty("requires_grad").GetBoolean() ? leaf.RequiresGrad_() : leaf;
    }

    private static Tensor Sparse(JsonElement input, Tensor[] parts) => input.GetProperty("layout").GetString() == "torch.sparse_coo"
        ? Called("_coalesced_", Torch.SparseCooTensor(parts[0], parts[1], Longs(input, "shape")), input.GetProperty("coalesced").GetBoolean())
        : Torch.SparseCsrTensor(parts[0], parts[1], parts[2], Longs(input, "shape"), dtype: parts[2].DType);

    // The elements' storage, and the view of it that Python had.
    private static Tensor Dense(JsonElement input)
    {
        var bytes = Convert.FromHexString(input.GetProperty("bytes").GetString()!);
        var dtype = input.GetProperty("dtype").GetString()!;
        var type = typeof(DType).GetProperties().Where(property => property.PropertyType == typeof(DType))
            .Select(property => (DType)property.GetValue(null)!).First(known => known.ToString() == dtype);
        long[] shape = Longs(input, "shape"), stride = Longs(input, "stride");
        using var storage = bytes.Length == 0 ? Torch.Empty([0], dtype: type) : Torch.Tensor(bytes).View(type);
        return bytes.Length == 0 ? storage.Reshape((IntList)shape) : storage.AsStrided((IntList)shape, (IntList)stride);
    }

    private static long[] Longs(JsonElement element, string name) => [.. element.GetProperty(name).EnumerateArray().Select(item => item.GetInt64())];
}
