namespace LibTorch.NN;

/// <summary>A parametrization of a weight by its magnitude and its direction.</summary>
internal sealed partial class WeightNormParametrization(long dim) : Module<Tensor, Tensor, Tensor>, IRightInverse<(Tensor, Tensor)>
{
    private static readonly Operator _operator = Torch.Ops["aten::_weight_norm"];

    internal override string ClassName => "_WeightNorm";

    public static Tensor Compute(Tensor magnitude, Tensor direction, long dim) => _operator.InvokeTensor(direction, magnitude, dim);

    public override Tensor Forward(Tensor input1, Tensor input2) => Compute(input1, input2, dim);

    public (Tensor, Tensor) RightInverse(Tensor value) => (Torch.NormExceptDim(value, 2, dim), value);
}
