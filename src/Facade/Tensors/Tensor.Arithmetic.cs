namespace LibTorch;

/// <summary>C#'s operators; each calls the method that Python's operator calls.</summary>
public partial class Tensor
{
    /// <summary>Elementwise sum; <c>a + b</c>.</summary>
    public static Tensor operator +(Tensor a, Tensor b) => NullCheck.Of(a).Add(b);

    /// <summary>Elementwise sum; <c>a + 1</c>.</summary>
    public static Tensor operator +(Tensor a, Scalar b) => NullCheck.Of(a).Add(b);

    /// <summary>Elementwise sum; <c>1 + a</c>.</summary>
    public static Tensor operator +(Scalar a, Tensor b) => NullCheck.Of(b).Add(a);

    /// <summary>Elementwise difference; <c>a - b</c>.</summary>
    public static Tensor operator -(Tensor a, Tensor b) => NullCheck.Of(a).Sub(b);

    /// <summary>Elementwise difference; <c>a - 1</c>.</summary>
    public static Tensor operator -(Tensor a, Scalar b) => NullCheck.Of(a).Sub(b);

    /// <summary>Elementwise difference; <c>1 - a</c>.</summary>
    public static Tensor operator -(Scalar a, Tensor b) => NullCheck.Of(b).Rsub(a);

    /// <summary>Elementwise negation; <c>-a</c>.</summary>
    public static Tensor operator -(Tensor a) => NullCheck.Of(a).Neg();

    /// <summary>Elementwise product; <c>a * b</c>.</summary>
    public static Tensor operator *(Tensor a, Tensor b) => NullCheck.Of(a).Mul(b);

    /// <summary>Elementwise product; <c>a * 2</c>.</summary>
    public static Tensor operator *(Tensor a, Scalar b) => NullCheck.Of(a).Mul(b);

    /// <summary>Elementwise product; <c>2 * a</c>.</summary>
    public static Tensor operator *(Scalar a, Tensor b) => NullCheck.Of(b).Mul(a);

    /// <summary>Elementwise true division; <c>a / b</c>.</summary>
    public static Tensor operator /(Tensor a, Tensor b) => NullCheck.Of(a).Div(b);

    /// <summary>Elementwise true division; <c>a / 2</c>.</summary>
    public static Tensor operator /(Tensor a, Scalar b) => NullCheck.Of(a).Div(b);

    /// <summary>Elementwise true division; <c>2 / a</c>, which Python computes as the reciprocal times 2.</summary>
    public static Tensor operator /(Scalar a, Tensor b)
    {
        using var reciprocal = NullCheck.Of(b).Reciprocal();
        return reciprocal.Mul(a);
    }

    /// <summary>Elementwise remainder with the divisor's sign; <c>a % b</c>.</summary>
    public static Tensor operator %(Tensor a, Tensor b) => NullCheck.Of(a).Remainder(b);

    /// <summary>Elementwise remainder with the divisor's sign; <c>a % 2</c>.</summary>
    public static Tensor operator %(Tensor a, Scalar b) => NullCheck.Of(a).Remainder(b);

    /// <summary>Elementwise remainder with the divisor's sign; <c>2 % a</c>.</summary>
    public static Tensor operator %(Scalar a, Tensor b) => Torch.Remainder(a, b);

    /// <summary>Elementwise and, of bits or truth values; <c>a &amp; b</c>.</summary>
    public static Tensor operator &(Tensor a, Tensor b) => NullCheck.Of(a).BitwiseAnd(b);

    /// <summary>Elementwise and, of bits or truth values; <c>a &amp; True</c>.</summary>
    public static Tensor operator &(Tensor a, Scalar b) => NullCheck.Of(a).BitwiseAnd(b);

    /// <summary>Elementwise and, of bits or truth values; <c>True &amp; a</c>.</summary>
    public static Tensor operator &(Scalar a, Tensor b) => Torch.BitwiseAnd(a, b);

    /// <summary>Elementwise or, of bits or truth values; <c>a | b</c>.</summary>
    public static Tensor operator |(Tensor a, Tensor b) => NullCheck.Of(a).BitwiseOr(b);

    /// <summary>Elementwise or, of bits or truth values; <c>a | True</c>.</summary>
    public static Tensor operator |(Tensor a, Scalar b) => NullCheck.Of(a).BitwiseOr(b);

    /// <summary>Elementwise or, of bits or truth values; <c>True | a</c>.</summary>
    public static Tensor operator |(Scalar a, Tensor b) => Torch.BitwiseOr(a, b);

    /// <summary>Elementwise exclusive or, of bits or truth values; <c>a ^ b</c>.</summary>
    public static Tensor operator ^(Tensor a, Tensor b) => NullCheck.Of(a).BitwiseXor(b);

    /// <summary>Elementwise exclusive or, of bits or truth values; <c>a ^ True</c>.</summary>
    public static Tensor operator ^(Tensor a, Scalar b) => NullCheck.Of(a).BitwiseXor(b);

    /// <summary>Elementwise exclusive or, of bits or truth values; <c>True ^ a</c>.</summary>
    public static Tensor operator ^(Scalar a, Tensor b) => Torch.BitwiseXor(a, b);

    /// <summary>Elementwise complement, of bits or truth values; <c>~a</c>.</summary>
    /// <exception cref="TorchTypeException">The elements are neither integers nor truth values.</exception>
    public static Tensor operator ~(Tensor a) => NullCheck.Of(a).DType is { IsFloatingPoint: false, IsComplex: false } && !a.IsQuantized
        ? a.BitwiseNot()
        : throw new TorchTypeException("~ (operator.invert) is only implemented on integer and Boolean-type tensors");

    /// <summary>Elementwise negation of truth values, as <c>torch.logical_not(a)</c>; of a single element it reads as Python's <c>not a</c>.</summary>
    public static Tensor operator !(Tensor a) => NullCheck.Of(a).LogicalNot();

    /// <summary>Elementwise shift of bits to the left; <c>a &lt;&lt; b</c>.</summary>
    public static Tensor operator <<(Tensor a, Tensor b) => NullCheck.Of(a)._Lshift_(NullCheck.Of(b));

    /// <summary>Elementwise shift of bits to the left; <c>a &lt;&lt; 2</c>.</summary>
    public static Tensor operator <<(Tensor a, Scalar b) => NullCheck.Of(a)._Lshift_(b);

    /// <summary>Elementwise shift of bits to the right; <c>a &gt;&gt; b</c>.</summary>
    public static Tensor operator >>(Tensor a, Tensor b) => NullCheck.Of(a)._Rshift_(NullCheck.Of(b));

    /// <summary>Elementwise shift of bits to the right; <c>a &gt;&gt; 2</c>.</summary>
    public static Tensor operator >>(Tensor a, Scalar b) => NullCheck.Of(a)._Rshift_(b);

    /// <summary>Elementwise comparison; <c>a &lt; b</c>.</summary>
    public static Tensor operator <(Tensor a, Tensor b) => NullCheck.Of(a).Lt(b);

    /// <summary>Elementwise comparison; <c>a &lt; 1</c>.</summary>
    public static Tensor operator <(Tensor a, Scalar b) => NullCheck.Of(a).Lt(b);

    /// <summary>Elementwise comparison; <c>1 &lt; a</c>.</summary>
    public static Tensor operator <(Scalar a, Tensor b) => NullCheck.Of(b).Gt(a);

    /// <summary>Elementwise comparison; <c>a &gt; b</c>.</summary>
    public static Tensor operator >(Tensor a, Tensor b) => NullCheck.Of(a).Gt(b);

    /// <summary>Elementwise comparison; <c>a &gt; 1</c>.</summary>
    public static Tensor operator >(Tensor a, Scalar b) => NullCheck.Of(a).Gt(b);

    /// <summary>Elementwise comparison; <c>1 &gt; a</c>.</summary>
    public static Tensor operator >(Scalar a, Tensor b) => NullCheck.Of(b).Lt(a);

    /// <summary>Elementwise comparison; <c>a &lt;= b</c>.</summary>
    public static Tensor operator <=(Tensor a, Tensor b) => NullCheck.Of(a).Le(b);

    /// <summary>Elementwise comparison; <c>a &lt;= 1</c>.</summary>
    public static Tensor operator <=(Tensor a, Scalar b) => NullCheck.Of(a).Le(b);

    /// <summary>Elementwise comparison; <c>1 &lt;= a</c>.</summary>
    public static Tensor operator <=(Scalar a, Tensor b) => NullCheck.Of(b).Ge(a);

    /// <summary>Elementwise comparison; <c>a &gt;= b</c>.</summary>
    public static Tensor operator >=(Tensor a, Tensor b) => NullCheck.Of(a).Ge(b);

    /// <summary>Elementwise comparison; <c>a &gt;= 1</c>.</summary>
    public static Tensor operator >=(Tensor a, Scalar b) => NullCheck.Of(a).Ge(b);

    /// <summary>Elementwise comparison; <c>1 &gt;= a</c>.</summary>
    public static Tensor operator >=(Scalar a, Tensor b) => NullCheck.Of(b).Le(a);
}
