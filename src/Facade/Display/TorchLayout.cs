using System.Text;

namespace LibTorch;

/// <summary>Arranges a tensor's cells in PyTorch's nested brackets, breaking the innermost rows into lines.</summary>
internal sealed class TorchLayout(DisplayTensor tensor, TorchCells cells, int lineWidth, StringBuilder text)
{
    private int _next;

    /// <summary>Writes the whole tensor; following lines begin after so many columns.</summary>
    public void Write(int indent)
    {
        if (tensor.Sizes.Length == 0)
        {
            text.Append(cells.Texts[0]);
        }
        else
        {
            WriteDimension(0, indent);
        }
    }

    private void WriteDimension(int dimension, int indent)
    {
        text.Append('[');
        var (kept, reduced) = tensor.Entries(dimension);
        if (dimension == tensor.Sizes.Length - 1)
        {
            WriteRow(kept, reduced, indent);
        }
        else
        {
            WriteSlices(dimension, kept, reduced, indent);
        }

        text.Append(']');
    }

    private void WriteRow(int kept, bool reduced, int indent)
    {
        var perLine = Math.Max(1, (lineWidth - indent) / (cells.Width + 2));
        var gap = reduced ? kept / 2 : -1;
        var items = reduced ? kept + 1 : kept;
        for (var item = 0; item < items; item++)
        {
            if (item > 0 && item % perLine == 0)
            {
                text.Append(",\n").Append(' ', indent + 1);
            }
            else if (item > 0)
            {
                text.Append(", ");
            }

            text.Append(item != gap ? cells.Texts[_next++] : kept == 0 ? "..." : " ...");
        }
    }

    private void WriteSlices(int dimension, int kept, bool reduced, int indent)
    {
        var gap = reduced ? kept / 2 : -1;
        var items = reduced ? kept + 1 : kept;
        for (var item = 0; item < items; item++)
        {
            if (item > 0)
            {
                text.Append(',').Append('\n', tensor.Sizes.Length - dimension - 1).Append(' ', indent + 1);
            }

            if (item == gap)
            {
                text.Append("...");
            }
            else
            {
                WriteDimension(dimension + 1, indent + 1);
            }
        }
    }
}
