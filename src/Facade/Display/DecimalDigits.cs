namespace LibTorch;

/// <summary>A positive decimal number: the first digit stands for 10^Exponent, the following for the powers below it.</summary>
internal readonly record struct DecimalDigits(string Digits, int Exponent)
{
    /// <summary>The digits before the decimal point, "0" if there are none.</summary>
    public string Integer => Exponent < 0 ? "0" : Digits.Length > Exponent
        ? Digits[..(Exponent + 1)]
        : Digits.PadRight(Exponent + 1, '0');

    /// <summary>The digits after the decimal point without trailing zeros.</summary>
    public string Fraction => Exponent < 0
        ? (new string('0', -Exponent - 1) + Digits).TrimEnd('0')
        : Digits.Length > Exponent ? Digits[(Exponent + 1)..].TrimEnd('0') : "";
}
