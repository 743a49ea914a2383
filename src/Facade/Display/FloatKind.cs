namespace LibTorch;

/// <summary>The binary format whose neighbouring values decide how many digits make a number unique.</summary>
internal enum FloatKind
{
    Half,
    Single,
    Double,
}
