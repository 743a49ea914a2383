using LibTorch.Interop;
using LibTorch.SourceGeneration;
using LibTorch.Tests.OpInfo;

namespace LibTorch.Tests.FastPaths;

/// <summary>
/// Operators whose kernel for autograd does more than record are found by what they do: each call is made under no_grad with
/// inputs that require grad, with and without the fast paths, and what autograd knows of all tensors afterwards is compared.
/// </summary>
[Collection(ProcessWideState.Name)]
public sealed class SweepTests(ITestOutputHelper output)
{
    private const int Batch = 400;
    private const int Shown = 20;

    // Of another shape than the tensor that is written to, for which it stretches.
    private static readonly Dictionary<string, Func<object?>> Makers = new()
    {
        ["Tensor"] = () => Torch.Ones([3]),
        ["Tensor?"] = () => null,
        ["Tensor[]"] = () => new[] { Torch.Ones([3]) },
        ["Scalar"] = () => 1.0,
        ["int"] = () => 0L,
        ["SymInt"] = () => 0L,
        ["int[]"] = () => new[] { 2L },
        ["SymInt[]"] = () => new[] { 2L },
        ["float"] = () => 0.5,
        ["bool"] = () => false,
    };

    [Fact]
    public void Recorded_samples_leave_their_inputs_alike()
    {
        using var recording = new Recording(["samples:float32:3", "samples:complex64:1", "samples:int64:1"], Environment.GetEnvironmentVariable("LTF_OPINFO_ONLY") ?? "");
        Compare(recording.Calls().Select(SweptCall.Of));
    }

    [Fact]
    public void Operators_that_write_to_their_tensor_leave_it_alike()
    {
        // Few of those that exchange its memory have samples.
        var calls = OperatorRegistry.Schemas().Where(schema => schema.StartsWith("aten::", StringComparison.Ordinal)).Select(SchemaParser.Parse)
            .Where(schema => schema.Arguments is [{ Written: true, Type: "Tensor" }, ..] && schema.Arguments.Count(argument => argument.Written) == 1)
            .Select(MadeUp).OfType<SweptCall>();
        Compare(calls);
    }

    private void Compare(IEnumerable<SweptCall> calls)
    {
        static void Ignore(object? sender, TorchWarningEventArgs warning)
        {
        }

        Torch.WarningRaised += Ignore;
        try
        {
            var differences = new Dictionary<string, string>();
            var count = 0;
            foreach (var batch in calls.Chunk(Batch))
            {
                var (without, with) = (RunAll(batch, fast: false), RunAll(batch, fast: true));
                for (var i = 0; i < batch.Length; i++)
                {
                    if (without[i] != with[i])
                    {
                        differences.TryAdd(batch[i].Operator, $"{batch[i].Operator}\nwithout:\n{without[i]}\nwith:\n{with[i]}");
                    }
                }

                count += batch.Length;
            }

            output.WriteLine($"{count} calls");
            Assert.True(differences.Count == 0, $"{string.Join(", ", differences.Keys)}\n\n{string.Join("\n\n", differences.Values.Take(Shown))}");
            Assert.NotEqual(0, count);
        }
        finally
        {
            OperatorCalls.SetFastPaths(true);
            Torch.WarningRaised -= Ignore;
        }
    }

    // Switching decides again for each operator, so many calls are made in between.
    private static string[] RunAll(SweptCall[] calls, bool fast)
    {
        OperatorCalls.SetFastPaths(fast);
        return Array.ConvertAll(calls, call => call.Run());
    }

    // Arguments at their defaults are left out. Null where one is of a type that nothing is made up for.
    private static SweptCall? MadeUp(OperatorSchema schema)
    {
        var given = schema.Arguments.TakeWhile(argument => argument.Default is null).ToArray();
        var known = given.Length + schema.Arguments.Count(argument => argument.Default is not null) == schema.Arguments.Count && Array.TrueForAll(given, argument => Makers.ContainsKey(argument.Type));
        return known ? new SweptCall(schema.FullName, () => [Torch.Ones([2, 3]), .. given.Skip(1).Select(argument => Makers[argument.Type]())], Seed: 1, Elements: false) : null;
    }
}
