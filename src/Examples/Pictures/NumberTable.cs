using System.Globalization;

namespace LibTorch.Examples.Pictures;

/// <summary>The numbers of a picture as a table, whose first column names the rows.</summary>
/// <param name="Caption">A description of the numbers.</param>
/// <param name="Columns">The columns' names.</param>
/// <param name="Rows">The rows; each has as many cells as there are columns.</param>
internal sealed record NumberTable(string Caption, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    /// <summary>A number in the tables' format, with a real minus sign.</summary>
    public static string Text(double number, string format = "0.####") =>
        number.ToString(format, CultureInfo.InvariantCulture).Replace('-', '−');
}
