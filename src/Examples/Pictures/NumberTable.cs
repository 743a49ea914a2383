using System.Globalization;

namespace LibTorch.Examples.Pictures;

/// <summary>The numbers of a picture as a table, whose first column names the rows.</summary>
/// <param name="Caption">What they are.</param>
/// <param name="Columns">The columns' names.</param>
/// <param name="Rows">The rows, each as long as there are columns.</param>
internal sealed record NumberTable(string Caption, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    /// <summary>A number as these tables have it, with a real minus sign.</summary>
    public static string Text(double number, string format = "0.####") =>
        number.ToString(format, CultureInfo.InvariantCulture).Replace('-', '−');
}
