using System.Globalization;
using LibTorch.Interop;

namespace LibTorch.Tests.FastPaths;

/// <summary>Statements that call one operator by its name, read from lines such as <c>aten::add.Tensor(X, S, 1)</c>.</summary>
internal static class OperatorCallStatement
{
    /// <summary>The statement of a line.</summary>
    public static Statement Parse(string line)
    {
        var open = line.IndexOf('(', StringComparison.Ordinal);
        var op = new Lazy<Operator>(() => Torch.Ops[line[..open]]);
        var position = open + 1;
        var arguments = List(line, ref position, ')');
        var place = Array.FindIndex(arguments, argument => argument.Text == "`D`");
        var text = $"`R` = {line[..open]}({string.Join(", ", arguments.Select(argument => argument.Text))})";
        return new Statement(text, (machine, step) =>
        {
            var made = Array.ConvertAll(arguments, argument => argument.Make(machine, step));
            var results = place < 0 ? op.Value.Invoke(made) : InvokeOut(op.Value, made, place);
            foreach (var result in results)
            {
                machine.Take(step, result);
            }
        });
    }

    // What is written to is resized first: nothing may share its memory then, nor read it after a failure, as it is memory as it was found.
    private static object?[] InvokeOut(Operator op, object?[] made, int place)
    {
        var written = MemoryOf((Tensor)made[place]!);
        if (TensorsIn([.. made.Where((_, i) => i != place)]).Any(tensor => MemoryOf(tensor) == written))
        {
            throw new TorchException("it is read and written");
        }

        try
        {
            return op.Invoke(made);
        }
        catch (TorchException)
        {
            using var mode = Torch.NoGrad();
            ((Tensor)made[place]!).Detach().Zero_();
            throw;
        }
    }

    private static IEnumerable<Tensor> TensorsIn(object?[] made) => made.SelectMany(argument => argument as object?[] ?? [argument]).OfType<Tensor>();

    // Where the storage begins.
    private static unsafe nint MemoryOf(Tensor tensor)
    {
        var info = TensorCalls.Info(tensor);
        void* data;
        using var lease = new Lease();
        NativeError.Check(Native.ltf_tensor_data(lease.Take(tensor), &data));
        return (nint)data - ((nint)tensor.StorageOffset() * info.ItemSize);
    }

    private static (string Text, Func<Machine, Step, object?> Make)[] List(string line, ref int position, char close)
    {
        var items = new List<(string, Func<Machine, Step, object?>)>();
        while (line[position] != close)
        {
            if (line[position] is ',' or ' ')
            {
                position++;
            }
            else if (line[position] == '[')
            {
                position++;
                var inner = List(line, ref position, ']');
                items.Add(($"[{string.Join(", ", inner.Select(item => item.Text))}]", (machine, step) => Array.ConvertAll(inner, item => item.Make(machine, step))));
            }
            else
            {
                var end = line.IndexOfAny([',', close], position);
                items.Add(Item(line[position..end]));
                position = end;
            }
        }

        position++;
        return [.. items];
    }

    private static (string Text, Func<Machine, Step, object?> Make) Item(string word) => word switch
    {
        "X" or "Y" or "S" or "T" or "U" or "V" or "M" or "W" or "D" or "G" or "L" or "H" or "O" => ($"`{word}`", (machine, step) => machine.Slot(step, word[0])),
        "I" => ("index 0", (_, _) => Torch.Tensor([0L])),
        "N" => ("`N`", (_, step) => step.Number),
        "Z" => ("`Z`", (machine, step) => machine.Slots[step.Z]),
        "null" => Constant(word, null),
        "true" => Constant(word, true),
        "false" => Constant(word, false),
        "float32" => Constant(word, DType.Float32),
        "float64" => Constant(word, DType.Float64),
        "int32" => Constant(word, DType.Int32),
        "bfloat16" => Constant(word, DType.BFloat16),
        _ when word[0] == '"' => Constant(word, word[1..^1]),
        _ when word.Contains('.', StringComparison.Ordinal) => Constant(word, double.Parse(word, CultureInfo.InvariantCulture)),
        _ => Constant(word, long.Parse(word, CultureInfo.InvariantCulture)),
    };

    private static (string Text, Func<Machine, Step, object?> Make) Constant(string word, object? value) => (word, (_, _) => value);
}
