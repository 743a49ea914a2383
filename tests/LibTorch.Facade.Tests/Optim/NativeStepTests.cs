using LibTorch.NN;
using LibTorch.Optim;

namespace LibTorch.Tests.Optim;

/// <summary>Steps in one native call: the numbers of the operators one by one, and their effects.</summary>
[Collection(ProcessWideState.Name)]
public sealed class NativeStepTests
{
    private static readonly string[] Rows =
    [
        "SGD(lr=0.1)", "SGD(lr=0.1, momentum=0.9, nesterov=True, weight_decay=0.1, maximize=True)", "SGD(lr=0.1, momentum=0.9, dampening=0.1)",
        "Adam()", "Adam(amsgrad=True, weight_decay=0.1)", "Adam(maximize=True)", "AdamW(weight_decay=0.1, amsgrad=True, maximize=True)",
    ];

    public static TheoryData<string, int> Cases => [.. from row in Rows from threads in new[] { 1, 2 } select (row, threads)];

    // More elements than a part has, with a rest that is no multiple of a vector; a column, which is not contiguous; a gradient of other strides.
    [Theory]
    [MemberData(nameof(Cases))]
    public void All_sizes_and_strides_give_the_loops_numbers(string row, int threads)
    {
        var before = Torch.GetNumThreads();
        Torch.SetNumThreads(threads);
        try
        {
            Assert.Equal(Stepped(row, _ => { }), Stepped(row, optimizer => optimizer.ParamGroups[0]["differentiable"] = true));
        }
        finally
        {
            Torch.SetNumThreads(before);
        }
    }

    [Theory]
    [InlineData("SGD(lr=0.1, momentum=0.9)")]
    [InlineData("Adam()")]
    [InlineData("AdamW()")]
    public void Writes_are_counted(string row)
    {
        long[] Versions(Action<Optimizer> change)
        {
            var parameter = new Parameter(Torch.Ones(3));
            var optimizer = PythonConstructor.Make<Optimizer, IEnumerable<Tensor>>(row, (IEnumerable<Tensor>)[parameter]);
            change(optimizer);
            for (var i = 0; i < 3; i++)
            {
                parameter.Grad = Torch.Ones(3);
                optimizer.Step();
            }

            return [parameter.Version, .. optimizer.State[parameter].Values.OfType<Tensor>().Select(tensor => tensor.Version)];
        }

        Assert.Equal(Versions(optimizer => optimizer.ParamGroups[0]["differentiable"] = true), Versions(_ => { }));
    }

    [Fact]
    public void A_graph_that_needs_the_old_values_fails()
    {
        var parameter = new Parameter(Torch.Ones(3));
        var optimizer = new Adam([parameter]);
        var loss = parameter.Pow(2).Sum();
        loss.Backward(retainGraph: true);
        optimizer.Step();
        Assert.Contains("modified by an inplace operation", Assert.Throws<TorchException>(() => loss.Backward()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Gradients_that_are_the_parameters_memory_are_stepped_as_by_operators()
    {
        string One(bool byOperators)
        {
            var parameter = new Parameter(Torch.Arange(40000.0) / 40000.0);
            var optimizer = new SGD([parameter], lr: 0.5);
            optimizer.ParamGroups[0]["differentiable"] = byOperators;
            parameter.Grad = parameter.Data;
            optimizer.Step();
            return Parity.Bits(parameter);
        }

        Assert.Equal(One(true), One(false));
    }

    [Fact]
    public void Steps_that_dispose_of_nothing_keep_nothing()
    {
        Parameter[] parameters = [new(Torch.Ones(100, 100)), new(Torch.Ones(100))];
        Optimizer[] all = [new Adam(parameters), new SGD(parameters, lr: 1e-3, momentum: 0.9), new RMSprop(parameters), new NAdam(parameters)];
        void Walk(int steps)
        {
            for (var i = 0; i < steps; i++)
            {
                foreach (var parameter in parameters)
                {
                    parameter.Grad = parameter.Data;
                }

                Array.ForEach(all, optimizer => optimizer.Step());
            }

            Torch.Memory.Collect();
        }

        Walk(5);
        var live = Torch.Memory.Live;
        Walk(1000);
        Assert.InRange(Torch.Memory.Live - live, long.MinValue, 100_000);
    }

    private static string Stepped(string row, Action<Optimizer> change)
    {
        Torch.ManualSeed(4);
        var wide = Torch.Randn(70, 50);
        Parameter[] parameters = [new(Torch.Randn(16384 + 37)), new(wide.Select(1, 3)), new(Torch.Randn(200, 300)), new(Torch.Randn([2, 3], dtype: LibTorch.DType.Float64)), new(Torch.Randn([])), new(Torch.Empty(0))];
        var optimizer = PythonConstructor.Make<Optimizer, IEnumerable<Tensor>>(row, (IEnumerable<Tensor>)parameters);
        change(optimizer);
        for (var i = 0; i < 4; i++)
        {
            foreach (var parameter in parameters)
            {
                parameter.Grad = parameter.NDim == 2 ? Torch.Randn([.. parameter.Shape.Reverse()], dtype: parameter.DType).T : Torch.RandnLike(parameter);
            }

            optimizer.Step();
        }

        return string.Join('\n', parameters.Select(Parity.Bits)) + StateText.Of(optimizer.StateDict()["state"]);
    }
}
