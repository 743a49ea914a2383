using System.Text;

namespace LibTorch;

/// <summary>Arranges an array's cells in numpy's nested brackets, breaking the innermost rows into lines.</summary>
internal sealed class NumPyLayout(DisplayTensor tensor, string[] cells, int lineWidth, StringBuilder text)
{
    private int _next;

    /// <summary>Writes an array of at least one dimension.</summary>
    public void Write() => WriteDimension(0);

    private void WriteDimension(int dimension)
    {
        text.Append('[');
        var (kept, reduced) = tensor.Entries(dimension);
        var gap = reduced ? kept / 2 : -1;
        var items = reduced ? kept + 1 : kept;
        if (dimension == tensor.Sizes.Length - 1)
        {
            WriteRow(items, gap, hanging: dimension + 1);
        }
        else
        {
            WriteSlices(dimension, items, gap);
        }

        text.Append(']');
    }

    private void WriteRow(int items, int gap, int hanging)
    {
        // Each enclosing bracket, this row's included, reserves a column for its closing.
        var width = lineWidth - hanging;
        var column = hanging;
        for (var item = 0; item < items; item++)
        {
            var word = item == gap ? "..." : cells[_next++];
            if (column + word.Length > width && column > hanging)
            {
                BreakLine(hanging);
                column = hanging;
            }

            text.Append(word);
            column += word.Length;
            if (item < items - 1)
            {
                text.Append(' ');
                column++;
            }
        }
    }

    private void BreakLine(int hanging)
    {
        var end = text.Length;
        while (text[end - 1] == ' ')
        {
            end--;
        }

        text.Length = end;
        text.Append('\n').Append(' ', hanging);
    }

    private void WriteSlices(int dimension, int items, int gap)
    {
        for (var item = 0; item < items; item++)
        {
            if (item > 0)
            {
                text.Append('\n', tensor.Sizes.Length - dimension - 1).Append(' ', dimension + 1);
            }

            if (item == gap)
            {
                text.Append("...");
            }
            else
            {
                WriteDimension(dimension + 1);
            }
        }
    }
}
