namespace LibTorch;

/// <summary>How PyTorch writes the floating numbers of one tensor: whole ("2."), with a fixed point or with an exponent.</summary>
internal readonly record struct TorchNumberStyle(bool Whole, bool Scientific, int Precision)
{
    /// <summary>The style for numbers that are all whole, or all zero, nan or inf.</summary>
    public static TorchNumberStyle WholeNumbers { get; } = new(Whole: true, Scientific: false, Precision: 0);

    /// <summary>
    /// The style that follows from the values, of which only finite ones other than zero count; null where there are none.
    /// </summary>
    public static TorchNumberStyle? Chosen(ReadOnlySpan<double> values, int precision)
    {
        var smallest = double.PositiveInfinity;
        double largest = 0;
        var whole = true;
        foreach (var value in values)
        {
            if (value != 0 && double.IsFinite(value))
            {
                smallest = Math.Min(smallest, Math.Abs(value));
                largest = Math.Max(largest, Math.Abs(value));
                whole &= value == Math.Ceiling(value);
            }
        }

        return largest == 0
            ? null
            : new TorchNumberStyle(whole, largest / smallest > 1000.0 || largest > 1.0e8 || smallest < 1.0e-4, precision);
    }

    /// <summary>The number without padding.</summary>
    public string Format(double value)
    {
        if (Scientific)
        {
            return PythonFormat.Scientific(value, Precision);
        }

        if (!Whole)
        {
            return PythonFormat.Fixed(value, Precision);
        }

        return double.IsFinite(value) ? PythonFormat.Fixed(value, 0) + "." : PythonFormat.NonFinite(value);
    }
}
