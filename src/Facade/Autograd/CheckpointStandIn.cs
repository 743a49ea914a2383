using LibTorch.Interop;

namespace LibTorch;

/// <summary>The placeholder that a checkpoint saves instead of a tensor. Its value is computed again in the backward pass.</summary>
internal sealed class CheckpointStandIn(CheckpointFrame frame, Tensor original) : IOwnedCallback
{
    private readonly (Size Shape, DType DType, Device Device) _kind = (original.Shape, original.DType, original.Device);
    private bool _ended;

    public Tensor? Value { get; private set; }

    public IHandleOwner?[] Call(NodeHandle? node, TensorHandle?[] first, TensorHandle?[] second) => [frame.ValueOf(this)];

    /// <exception cref="TorchException">The recomputed tensor has another shape, dtype or device than the original.</exception>
    public void Fill(Tensor value, int position)
    {
        var kind = (value.Shape, value.DType, value.Device);
        if (kind != _kind)
        {
            throw new TorchException(
                "torch.utils.checkpoint: Recomputed values for the following tensors have different metadata than during the forward pass.\n"
                + $"tensor at position {position}:\nsaved metadata: {Text(_kind)}\nrecomputed metadata: {Text(kind)}\n.");
        }

        Value = _ended ? null : value;
    }

    public void Dispose()
    {
        _ended = true;
        Value?.Dispose();
        Value = null;
    }

    private static string Text((Size Shape, DType DType, Device Device) kind)
    {
        var index = kind.Device.Index < 0 ? "" : $", index={kind.Device.Index}";
        return $"{{'shape': {kind.Shape}, 'dtype': {kind.DType}, 'device': device(type='{kind.Device.ToString().Split(':')[0]}'{index})}}";
    }
}
