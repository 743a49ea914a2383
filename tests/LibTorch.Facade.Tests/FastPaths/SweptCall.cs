using LibTorch.Tests.OpInfo;

namespace LibTorch.Tests.FastPaths;

/// <summary>One call of an operator under no_grad, whose inputs are leaves with a node that keeps their accumulators.</summary>
/// <param name="Operator">The operator's full name.</param>
/// <param name="Make">Makes the arguments anew.</param>
/// <param name="Seed">What random operators draw from.</param>
/// <param name="Elements">Whether the results' elements are compared.</param>
internal sealed record SweptCall(string Operator, Func<object?[]> Make, long Seed, bool Elements)
{
    /// <summary>A call that Python made.</summary>
    public static SweptCall Of(RecordedCall call)
    {
        var name = call.FullName.Split("::")[1].Split('.')[0];
        return new SweptCall(call.FullName, () => (object?[])new Arguments().Make(call.Arguments)!, call.Seed, !Incomparable.Values.ContainsKey(name));
    }

    /// <summary>Makes the call, and tells what autograd knows of its inputs and results afterwards.</summary>
    public string Run()
    {
        using var scope = new TensorScope();
        var arguments = Make();
        Tensor[] inputs = [.. TensorsIn(arguments).Distinct()];
        Tensor[] held = [.. inputs.Select(Recorded).OfType<Tensor>()];
        var lines = new List<string>();
        Torch.ManualSeed(Seed);
        try
        {
            object?[] results;
            using (Torch.NoGrad())
            {
                results = Torch.Ops[Operator].Invoke(arguments);
            }

            lines.AddRange(TensorsIn(results).Select(result => $"result {Observation.Of(result, Elements)}"));
        }
        catch (Exception error) when (error is TorchException or ArgumentException or NotSupportedException)
        {
            lines.Add(Incomparable.Comparable(Execution.FirstLine(error.Message)));
        }

        foreach (var input in inputs)
        {
            lines.Add($"input {Observation.Of(input, Elements)}");
            lines.Add($"later {Later(input)}");
        }

        lines.AddRange(held.Select(product => $"held {Backward(product)}"));
        return string.Join('\n', lines);
    }

    // A product, which keeps the leaf's accumulator; null where there are no gradients.
    private static Tensor? Recorded(Tensor input)
    {
        try
        {
            if (!input.RequiresGrad)
            {
                input.RequiresGrad_();
            }

            return input * 2;
        }
        catch (TorchException)
        {
            return null;
        }
    }

    private string Later(Tensor input)
    {
        try
        {
            return input.RequiresGrad ? $"{Backward(input * 3)} grad {Observation.Of(input.Grad, Elements)}" : "needs none";
        }
        catch (TorchException error)
        {
            return Execution.FirstLine(error.Message);
        }
    }

    private static string Backward(Tensor output)
    {
        try
        {
            output.Sum().Abs().Backward();
            return "backward";
        }
        catch (TorchException error)
        {
            return Execution.FirstLine(error.Message);
        }
    }

    private static IEnumerable<Tensor> TensorsIn(object? value) => value switch
    {
        Tensor tensor => [tensor],
        Array list => list.Cast<object?>().SelectMany(TensorsIn),
        _ => [],
    };
}
