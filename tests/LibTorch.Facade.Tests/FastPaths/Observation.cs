using System.Globalization;
using System.Text;
using LibTorch.Interop;

namespace LibTorch.Tests.FastPaths;

/// <summary>What can be observed, as text. No operator is called for it: it would do something itself.</summary>
internal static unsafe class Observation
{
    // More elements than that are told by a hash.
    private const int MaxElements = 24;

    /// <summary>The calling thread's modes.</summary>
    public static string Modes()
    {
        var autocast = AutocastCalls.State((int)DeviceType.Cpu);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"grad {Native.ltf_grad_mode()} forward {Native.ltf_forward_grad_mode()} inference {Native.ltf_inference_mode()} autocast {autocast.Enabled},{autocast.DType},{autocast.Cache} transforms {TransformCalls.AreActive} level {ForwardLevels.Current}");
    }

    /// <summary>A tensor's facts, elements (unless these are memory as it was found) and node.</summary>
    public static string Of(Tensor? tensor, bool elements = true)
    {
        if (tensor is null)
        {
            return "null";
        }

        var text = new StringBuilder();
        try
        {
            Add(text, tensor, elements);
        }
        catch (Exception error) when (error is TorchException or ObjectDisposedException)
        {
            text.Append(error.GetType().Name).Append(": ").Append(Execution.FirstLine(error.Message));
        }

        return text.ToString();
    }

    /// <summary>That, the gradient, and the nodes behind the tensor's own.</summary>
    public static string OfAll(Tensor tensor) => $"{Of(tensor)} grad {Of(tensor.Grad)} graph {Graph(tensor)}";

    /// <summary>That, and the tangent.</summary>
    public static string OfDual(Tensor tensor)
    {
        try
        {
            return $"{Of(tensor)} tangent {Of(Torch.Autograd.ForwardAD.UnpackDual(tensor).Tangent)}";
        }
        catch (TorchException error)
        {
            return Execution.FirstLine(error.Message);
        }
    }

    private static void Add(StringBuilder text, Tensor tensor, bool elements)
    {
        var info = TensorCalls.Info(tensor);
        var inference = info.Flags.HasFlag(TensorFlags.Inference);
        text.Append(CultureInfo.InvariantCulture, $"{(ScalarType)info.DType}[{string.Join(',', TensorCalls.Sizes(tensor))}]");
        if (info.Strides is not null)
        {
            text.Append(CultureInfo.InvariantCulture, $"/[{string.Join(',', TensorCalls.Strides(tensor))}]");
        }

        text.Append(CultureInfo.InvariantCulture, $" {info.Flags} version {(inference ? -1 : tensor.Version)} output {tensor.OutputNr} ");
        if (elements && !info.Flags.HasFlag(TensorFlags.Wrapped))
        {
            AddElements(text, tensor, info);
        }

        using var node = NodeCalls.GradFn(tensor);
        if (node is not null)
        {
            text.Append(' ').Append(new Node(node).Name);
        }
    }

    private static void AddElements(StringBuilder text, Tensor tensor, in TensorInfo info)
    {
        void* data;
        var pointer = ((IHandleOwner)tensor).Acquire(out var holder);
        NativeError.Check(Native.ltf_tensor_data(pointer, &data));
        if (data is null || info.Strides is null)
        {
            text.Append(info.Elements == 0 ? "empty" : "without memory");
        }
        else
        {
            var hash = new HashCode();
            var index = new long[info.Dimensions];
            for (long i = 0; i < info.Elements; i++)
            {
                var bytes = new ReadOnlySpan<byte>((byte*)data + (Offset(index, info) * info.ItemSize), info.ItemSize);
                if (info.Elements <= MaxElements)
                {
                    text.Append(Convert.ToHexString(bytes)).Append(' ');
                }
                else
                {
                    hash.AddBytes(bytes);
                }

                Next(index, info);
            }

            if (info.Elements > MaxElements)
            {
                text.Append(hash.ToHashCode());
            }
        }

        holder.Release();
    }

    private static long Offset(long[] index, in TensorInfo info)
    {
        long offset = 0;
        for (var d = 0; d < index.Length; d++)
        {
            offset += index[d] * info.Strides[d];
        }

        return offset;
    }

    private static void Next(long[] index, in TensorInfo info)
    {
        for (var d = index.Length - 1; d >= 0 && ++index[d] == info.Sizes[d]; d--)
        {
            index[d] = 0;
        }
    }

    private static string Graph(Tensor tensor)
    {
        try
        {
            return tensor.GradFn is { } node ? $"{node.Name}({string.Join(", ", node.NextFunctions.Select(next => $"{next.Function?.Name} {next.OutputNr}"))})" : "none";
        }
        catch (TorchException error)
        {
            return Execution.FirstLine(error.Message);
        }
    }
}
