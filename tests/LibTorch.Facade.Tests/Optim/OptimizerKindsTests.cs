using LibTorch.NN;
using LibTorch.Optim;

namespace LibTorch.Tests.Optim;

/// <summary>Other tensors than dense ones of float32, and other ways to step, beside Python's.</summary>
[Collection(ProcessWideState.Name)]
public sealed class OptimizerKindsTests(PythonSession python)
{
    private const string Params = "p = [nn.Parameter(torch.ones(2, 2)), nn.Parameter(torch.ones(3))]\n";

    [Theory]
    [InlineData("SGD(lr=0.1)")]
    [InlineData("SGD(lr=0.1, momentum=0.9)")]
    [InlineData("Adagrad(lr=0.1)")]
    [InlineData("SparseAdam(lr=0.1)")]
    [InlineData("SparseAdam(lr=0.1, maximize=True)")]
    public void Sparse_gradients_change_what_they_are_for(string row)
    {
        var weight = new Parameter(Torch.Arange(12.0).Reshape(4, 3));
        var optimizer = PythonConstructor.Make<Optimizer, IEnumerable<Tensor>>(row, (IEnumerable<Tensor>)[weight]);
        for (var i = 0; i < 20; i++)
        {
            weight.Grad = Torch.SparseCooTensor(Torch.Tensor(new[,] { { 1L, 3L, 1L } }), Torch.Arange(9.0).Reshape(3, 3) + i, [4, 3]);
            optimizer.Step();
        }

        var arguments = row.Split('(')[1];
        Assert.Equal(python.Eval("text([w.data, {k: v.to_dense() if isinstance(v, torch.Tensor) and v.is_sparse else v for k, v in opt.state_dict()['state'].get(0, {}).items()}])", StateText.Python + $"""
            w = nn.Parameter(torch.arange(12.).reshape(4, 3))
            opt = torch.optim.{row.Split('(')[0]}([w], {arguments}
            for i in range(20):
                w.grad = torch.sparse_coo_tensor([[1, 3, 1]], torch.arange(9.).reshape(3, 3) + i, (4, 3))
                opt.step()
            """), StateText.Of(new List<object?> { weight.Data, Dense(optimizer.State.Values.FirstOrDefault() ?? []) }));
    }

    [Fact]
    public void Nan_gradients_give_Pythons_numbers()
    {
        var own = Two();
        own[0].Grad = Torch.Full([2, 2], double.NaN);
        own[1].Grad = Torch.Ones(3);
        new Adam(own).Step();
        Parity.Same(python, "p", own, Params + "p[0].grad, p[1].grad = torch.full((2, 2), float('nan')), torch.ones(3)\ntorch.optim.Adam(p).step()\n");
    }

    [Theory]
    [InlineData("Adam")]
    [InlineData("AdamW")]
    [InlineData("Adagrad")]
    [InlineData("SGD")]
    public void Fused_steps_are_Pythons_or_refused_as_there(string name)
    {
        var own = Two();
        own[0].Grad = Torch.Ones(2, 2);
        var row = $"{name}(lr=0.1, fused=True)";
        string Stepped()
        {
            var optimizer = PythonConstructor.Make<Optimizer, IEnumerable<Tensor>>(row, own);
            for (var i = 0; i < 5; i++)
            {
                optimizer.Step();
            }

            return $"({Parity.Bits(own[0])}; {Parity.Bits(own[1])}){StateText.Of(optimizer.StateDict())}";
        }

        Parity.SameAnswer(python, "stepped()", Stepped, Params + StateText.Python + $"""
            p[0].grad = torch.ones(2, 2)
            def stepped():
                opt = torch.optim.{PythonConstructor.Text(row, "p")}
                for _ in range(5): opt.step()
                return bits(p) + text(opt.state_dict())
            """);
    }

    [Theory]
    [InlineData("torch.float64")]
    [InlineData("torch.bfloat16")]
    [InlineData("torch.complex64")]
    public void Other_dtypes_are_stepped_as_in_Python(string dtype)
    {
        var type = dtype switch { "torch.float64" => LibTorch.DType.Float64, "torch.bfloat16" => LibTorch.DType.BFloat16, _ => LibTorch.DType.Complex64 };
        foreach (var row in new[] { "SGD(lr=0.1, momentum=0.9)", "Adam()", "AdamW()", "Adagrad()", "Adadelta()", "Adamax()", "RMSprop(momentum=0.5, centered=True)", "Rprop()", "ASGD()" })
        {
            Torch.ManualSeed(3);
            var own = new Parameter(Torch.Randn([3, 2], dtype: type));
            var optimizer = PythonConstructor.Make<Optimizer, IEnumerable<Tensor>>(row, (IEnumerable<Tensor>)[own]);
            for (var i = 0; i < 20; i++)
            {
                own.Grad = Torch.Randn([3, 2], dtype: type);
                optimizer.Step();
            }

            Assert.Equal(python.Eval("row + text([p.data, opt.state_dict()])", StateText.Python + $"""
                row = {PythonValue.Repr(row)}
                torch.manual_seed(3)
                p = [nn.Parameter(torch.randn(3, 2, dtype={dtype}))]
                opt = torch.optim.{PythonConstructor.Text(row, "p")}
                p = p[0]
                for _ in range(20):
                    p.grad = torch.randn(3, 2, dtype={dtype})
                    opt.step()
                """), row + StateText.Of(new List<object?> { own.Data, optimizer.StateDict() }));
        }
    }

    [Theory]
    [InlineData("SGD(lr=torch.tensor(0.1), momentum=0.9)")]
    [InlineData("Adam(lr=torch.tensor(0.1))")]
    [InlineData("AdamW(lr=torch.tensor(0.1))")]
    [InlineData("RMSprop(lr=torch.tensor(0.1))")]
    [InlineData("Adamax(lr=torch.tensor(0.1))")]
    [InlineData("RAdam(lr=torch.tensor(0.1))")]
    [InlineData("NAdam(lr=torch.tensor(0.1))")]
    public void A_learning_rate_may_be_a_tensor(string row)
    {
        var own = Two();
        string Stepped()
        {
            var optimizer = PythonConstructor.Make<Optimizer, IEnumerable<Tensor>>(row, own);
            for (var i = 0; i < 20; i++)
            {
                own[0].Grad = own[0].Data * 2;
                optimizer.Step();
            }

            return Parity.Bits(own[0]);
        }

        Parity.SameAnswer(python, "stepped()", Stepped, Params + $"""
            def stepped():
                opt = torch.optim.{PythonConstructor.Text(row, "p")}
                for _ in range(20):
                    p[0].grad = p[0].data * 2
                    opt.step()
                return bits(p[0])
            """);
    }

    [Theory]
    [InlineData("SGD(lr=0.1, momentum=0.9, differentiable=True)")]
    [InlineData("Adam(differentiable=True)")]
    [InlineData("Adam(amsgrad=True, weight_decay=0.1, differentiable=True)")]
    [InlineData("AdamW(differentiable=True)")]
    [InlineData("Adagrad(differentiable=True)")]
    [InlineData("Adadelta(differentiable=True)")]
    [InlineData("Adamax(differentiable=True)")]
    [InlineData("NAdam(differentiable=True)")]
    [InlineData("RAdam(differentiable=True)")]
    [InlineData("RMSprop(momentum=0.9, centered=True, differentiable=True)")]
    [InlineData("Rprop(differentiable=True)")]
    [InlineData("ASGD(differentiable=True)")]
    public void Steps_that_are_recorded_have_gradients(string row)
    {
        string Stepped()
        {
            var (start, gradient) = (Torch.Ones([3], requiresGrad: true), Torch.Tensor([0.5f, -1f, 2f], requiresGrad: true));
            var moved = start.Clone();
            var optimizer = PythonConstructor.Make<Optimizer, IEnumerable<Tensor>>(row, (IEnumerable<Tensor>)[moved]);
            moved.Grad = gradient;
            optimizer.Step();
            moved.Sum().Backward();
            return $"({Parity.Bits(moved)}; {Parity.Bits(start.Grad!)}; {(gradient.Grad is { } own ? Parity.Bits(own) : "None")})";
        }

        Parity.SameAnswer(python, "stepped()", Stepped, $"""
            def stepped():
                start, gradient = torch.ones(3, requires_grad=True), torch.tensor([0.5, -1., 2.], requires_grad=True)
                moved = start.clone()
                p = [moved]
                opt = torch.optim.{PythonConstructor.Text(row, "p")}
                moved.grad = gradient
                opt.step()
                moved.sum().backward()
                return bits([moved, start.grad, gradient.grad])
            """);
    }

    private static StateDictionary Dense(StateDictionary state) =>
        new(state.Select(entry => KeyValuePair.Create(entry.Key, (object?)(entry.Value is Tensor { IsSparse: true } sparse ? sparse.ToDense() : entry.Value))));

    private static Tensor[] Two() => [new Parameter(Torch.Ones(2, 2)), new Parameter(Torch.Ones(3))];
}
