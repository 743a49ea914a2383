namespace LibTorch.NN;

/// <summary>A list of parameters; <c>torch.nn.ParameterList</c>. It cannot be called.</summary>
/// <param name="parameters">The parameters.</param>
public sealed partial class ParameterList(params ReadOnlySpan<Parameter> parameters) : ListModule<Parameter>([.. parameters.ToArray().Select(Given)])
{
    /// <inheritdoc/>
    public override string ExtraRepr() => string.Join('\n', this.Select((item, i) => ParameterText.Line(PythonText.Integer(i), item.DType.ToString(), item)));
}
