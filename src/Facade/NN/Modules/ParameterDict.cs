namespace LibTorch.NN;

#pragma warning disable CA1710 // PyTorch's name.

/// <summary>A dictionary of parameters; <c>torch.nn.ParameterDict</c>. It cannot be called.</summary>
/// <param name="parameters">Names and parameters.</param>
public sealed partial class ParameterDict(params ReadOnlySpan<(string Name, Parameter Parameter)> parameters) : DictModule<Parameter>(parameters)
{
    /// <inheritdoc/>
    public override string ExtraRepr() => string.Join('\n', this.Select(item => ParameterText.Line(item.Key, ParameterText.TypeName(item.Value), item.Value)));
}
