using LibTorch.NN;

namespace LibTorch.Tests.NN;

/// <summary>What computes weights in tests; those that Python has too have its names there.</summary>
internal static partial class SampleParametrizations
{
    public sealed partial class Symmetric : Module<Tensor, Tensor>, IRightInverse<Tensor>
    {
        public override Tensor Forward(Tensor input) => input.Triu() + input.Triu(1).T;

        public Tensor RightInverse(Tensor value) => value.Triu();
    }

    public sealed partial class Doubled : Module<Tensor, Tensor>
    {
        public override Tensor Forward(Tensor input) => 2 * input;
    }

    public sealed partial class RankOne : Module<Tensor, Tensor, Tensor>, IRightInverse<(Tensor, Tensor)>
    {
        public override Tensor Forward(Tensor input1, Tensor input2) => input1.Unsqueeze(-1).Matmul(input2.Unsqueeze(-2));

        public (Tensor, Tensor) RightInverse(Tensor value) => (value[TensorIndex.Slice(), 0] * 1, value[0] * 1);
    }

    public sealed partial class Wrong : Module<Tensor, Tensor>
    {
        public override Tensor Forward(Tensor input) => input.Double();
    }

    public sealed partial class Short : Module<Tensor, Tensor>
    {
        public override Tensor Forward(Tensor input) => input[0];
    }

    public sealed partial class Counted : Module<Tensor, Tensor>
    {
        public int Calls { get; private set; }

        public override Tensor Forward(Tensor input)
        {
            Calls++;
            return input * 2;
        }
    }

    public sealed partial class Circular(Linear linear) : Module<Tensor, Tensor>
    {
        private readonly Func<Tensor> _weight = () => linear.Weight * 2;

        public override Tensor Forward(Tensor input) => _weight();
    }

    public sealed partial class Own : Module<Tensor, Tensor>
    {
        private readonly Parameter _weight = new(Torch.Ones(1));

        public override Tensor Forward(Tensor input) => input * _weight;
    }
}
