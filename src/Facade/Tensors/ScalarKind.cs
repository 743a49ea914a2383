namespace LibTorch;

/// <summary>Which of Python's number types a <see cref="Scalar"/> stands for.</summary>
public enum ScalarKind
{
    /// <summary>No number: the operator's own default.</summary>
    None,

    /// <summary>Python's bool.</summary>
    Bool,

    /// <summary>Python's int.</summary>
    Int,

    /// <summary>Python's float.</summary>
    Float,

    /// <summary>Python's complex.</summary>
    Complex,
}
